package io.coppice.contract.endpoint;

/** An answer that is JSON already, and that clients read without the envelope of other answers. */
public record Document(String json) {}
