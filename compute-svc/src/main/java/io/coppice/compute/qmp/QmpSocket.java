package io.coppice.compute.qmp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** One conversation over a QEMU's monitor socket. */
final class QmpSocket implements Qmp {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final SocketChannel channel;
    private final Selector selector;
    private final long deadline;
    private final Lines lines = new Lines();

    private QmpSocket(SocketChannel channel, Selector selector, long deadline) {
        this.channel = channel;
        this.selector = selector;
        this.deadline = deadline;
    }

    static Qmp connect(Path socket, Duration limit) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        Selector selector = Selector.open();
        QmpSocket qmp = new QmpSocket(channel, selector, System.nanoTime() + limit.toNanos());
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            qmp.line();
            qmp.execute("qmp_capabilities", Map.of());
            return qmp;
        } catch (IOException | RuntimeException e) {
            qmp.close();
            throw e;
        }
    }

    @Override
    public JsonNode execute(String command, Map<String, ?> arguments) throws IOException {
        ObjectNode request = JSON.createObjectNode().put("execute", command);
        if (!arguments.isEmpty()) {
            request.set("arguments", JSON.valueToTree(arguments));
        }
        ByteBuffer out = ByteBuffer.wrap((request + "\n").getBytes(StandardCharsets.UTF_8));
        while (out.hasRemaining()) {
            if (channel.write(out) == 0) {
                Thread.onSpinWait();
            }
        }
        while (true) {
            JsonNode answer = line();
            if (answer.has("return")) {
                return answer.get("return");
            }
            if (answer.has("error")) {
                throw new CommandFailed(
                        command, answer.path("error").path("desc").asText());
            }
        }
    }

    private JsonNode line() throws IOException {
        Optional<byte[]> line = lines.poll();
        while (line.isEmpty()) {
            fill();
            line = lines.poll();
        }
        return JSON.readTree(line.get());
    }

    private void fill() throws IOException {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0 || selector.select(left) == 0) {
            throw new IOException("QEMU does not answer in time");
        }
        selector.selectedKeys().clear();
        if (channel.read(lines.room()) < 0) {
            throw new IOException("QEMU closed the conversation");
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }
}
