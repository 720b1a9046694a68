package io.coppice.contract.endpoint;

import java.nio.file.Path;

/**
 * A file that came with the request, spooled to disk. Whoever handles the call moves it away; what is left is removed
 * when the call ends.
 *
 * @param name as the client gave it, unchecked
 * @param file where it lies; owned by the gateway, so to be opened without following links and moved before it is trusted
 */
public record Upload(String name, Path file) implements Attachment {}
