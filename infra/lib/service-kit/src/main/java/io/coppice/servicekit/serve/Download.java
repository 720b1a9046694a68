package io.coppice.servicekit.serve;

import java.nio.file.Path;

/**
 * What a handler answers in place of a value where the client asked for a file; it is streamed and never held in memory.
 *
 * @param name what the client may call it
 * @param type the Content-Type
 * @param file where the service has it
 */
public record Download(String name, String type, Path file) {}
