package io.coppice.systemtest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URLEncoder;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The API of a node through its gateway's socket, as a client that waits so long and no longer. */
record LocalApi(Path socket, String token, Duration patience) {
    /** @param body as it came; empty where there was none */
    record Answer(int status, String reason, String body) {}

    /** @throws IOException when nothing was answered, so that nobody knows whether it happened */
    Answer call(String method, String path, Map<String, String> form) throws IOException {
        String body = form.entrySet().stream()
                .map(e -> encoded(e.getKey()) + "=" + encoded(e.getValue()))
                .collect(Collectors.joining("&"));
        String head = method + " /api2/json" + path + " HTTP/1.0\r\nAuthorization: PVEAPIToken=" + token
                + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + body.length()
                + "\r\n\r\n";
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            // one that was closed meanwhile is closed once more
            CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> close(channel));
            ByteBuffer all = ByteBuffer.wrap((head + body).getBytes(StandardCharsets.US_ASCII));
            while (all.hasRemaining()) {
                channel.write(all);
            }
            return answer(read(channel));
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(SocketChannel channel) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer part = ByteBuffer.allocate(64 * 1024);
        while (channel.read(part) >= 0) {
            all.write(part.array(), 0, part.position());
            part.clear();
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    private static Answer answer(String all) throws IOException {
        int end = all.indexOf("\r\n\r\n");
        if (end < 0 || !all.startsWith("HTTP/1.")) {
            throw new IOException("the answer was cut short");
        }
        String first = all.substring(0, all.indexOf("\r\n"));
        return new Answer(
                Integer.parseInt(first.substring(9, 12)),
                first.length() > 13 ? first.substring(13) : "",
                all.substring(end + 4));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
