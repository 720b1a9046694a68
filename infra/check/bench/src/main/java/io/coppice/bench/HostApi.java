package io.coppice.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URLEncoder;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * The API of a node on a host of its own, through its gateway's socket: such a host's network cannot be reached from here.
 *
 * @param token of who asks
 */
record HostApi(Path socket, String token) implements Calls {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_SECONDS = 30;
    private static final ExecutorService THREADS = Executors.newVirtualThreadPerTaskExecutor();

    /** @throws IOException for any answer but 200, or none within half a minute */
    @Override
    public JsonNode call(String method, String path, Map<String, ?> form) throws IOException, InterruptedException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            CompletableFuture<String> answer = CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            channel.connect(UnixDomainSocketAddress.of(socket));
                            write(channel, request(method, path, form));
                            return read(channel);
                        } catch (IOException e) {
                            return "";
                        }
                    },
                    THREADS);
            return data(method + " " + path, answer.get(LONGEST_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(method + " " + path + " was not answered", e);
        }
    }

    private String request(String method, String path, Map<String, ?> form) {
        String body = form.entrySet().stream()
                .map(e -> e.getKey() + "=" + URLEncoder.encode("" + e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return method + " /api2/json" + path + " HTTP/1.0\r\nAuthorization: PVEAPIToken=" + token
                + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + body.length() + "\r\n\r\n"
                + body;
    }

    private static void write(SocketChannel channel, String text) throws IOException {
        ByteBuffer all = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        while (all.hasRemaining()) {
            channel.write(all);
        }
    }

    private static String read(SocketChannel channel) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer part = ByteBuffer.allocate(16 * 1024);
        while (channel.read(part) >= 0) {
            all.write(part.array(), 0, part.position());
            part.clear();
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    private static JsonNode data(String call, String answer) throws IOException {
        int head = answer.indexOf("\r\n\r\n");
        if (head < 0 || !answer.startsWith("HTTP/1.")) {
            throw new IOException(call + " was not answered");
        }
        if (!answer.substring(9, 12).equals("200")) {
            throw new IOException(
                    call + " answered " + answer.lines().findFirst().orElse(""));
        }
        return JSON.readTree(answer.substring(head + 4)).path("data");
    }
}
