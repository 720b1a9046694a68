package io.coppice.cli.door;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * One HTTP call over a unix socket, which the JDK's client cannot. It speaks HTTP/1.0 (RFC 1945): the answer ends where the
 * connection does, so that there is no framing to get wrong; `docs/decisions/081` tells what else was looked at.
 */
final class SocketHttp {
    /** More than any answer; what is larger is no answer. */
    private static final int LARGEST = 512 * 1024 * 1024;

    private SocketHttp() {}

    /** The status and the body. */
    record Reply(int status, byte[] body) {}

    /** @throws IOException when nobody listens, or the answer was cut short */
    static Reply send(Path socket, String method, String target, Map<String, String> headers, byte[] body)
            throws IOException {
        StringBuilder head =
                new StringBuilder(method).append(' ').append(target).append(" HTTP/1.0\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            write(channel, head.toString().getBytes(StandardCharsets.US_ASCII));
            write(channel, body);
            return reply(readAll(channel));
        }
    }

    private static void write(SocketChannel channel, byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            channel.write(left);
        }
    }

    private static byte[] readAll(SocketChannel channel) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream(8192);
        ByteBuffer part = ByteBuffer.allocate(64 * 1024);
        while (channel.read(part) >= 0) {
            all.write(part.array(), 0, part.position());
            part.clear();
            if (all.size() > LARGEST) {
                throw new IOException("the answer has more than " + LARGEST + " bytes");
            }
        }
        return all.toByteArray();
    }

    static Reply reply(byte[] all) throws IOException {
        String text = new String(all, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0 || !text.startsWith("HTTP/1.")) {
            throw new EOFException("the answer was cut short");
        }
        String[] lines = text.substring(0, end).split("\r\n");
        int status = Integer.parseInt(lines[0].substring(9, 12));
        byte[] body = java.util.Arrays.copyOfRange(all, end + 4, all.length);
        for (String line : lines) {
            if (line.regionMatches(true, 0, "content-length:", 0, 15)
                    && Integer.parseInt(line.substring(15).strip()) != body.length) {
                throw new EOFException("the answer was cut short");
            }
        }
        return new Reply(status, body);
    }
}
