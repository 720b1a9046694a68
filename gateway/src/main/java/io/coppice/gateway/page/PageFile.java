package io.coppice.gateway.page;

/**
 * One file of the page.
 *
 * @param gzip the same, compressed as RFC 1952; empty where that saves nothing
 * @param isLasting whether its name changes with its content, so that browsers may keep it for ever
 */
public record PageFile(byte[] bytes, byte[] gzip, String type, boolean isLasting) {}
