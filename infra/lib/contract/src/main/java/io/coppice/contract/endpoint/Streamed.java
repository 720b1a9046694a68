package io.coppice.contract.endpoint;

import java.io.InputStream;

/**
 * Bytes that come with a call between services, read while they are sent. Whoever handles the call reads them, once; what it
 * leaves is dropped.
 *
 * @param bytes fails where the caller goes away before their end
 */
public record Streamed(InputStream bytes) implements Attachment {}
