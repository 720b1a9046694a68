package io.coppice.compute.qmp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Listens on a QEMU's second monitor socket. */
final class QmpEventsSocket implements QmpEvents {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final SocketChannel channel;
    private final Lines lines = new Lines();

    private QmpEventsSocket(SocketChannel channel) {
        this.channel = channel;
    }

    static QmpEvents connect(Path socket) throws IOException {
        QmpEventsSocket events = new QmpEventsSocket(SocketChannel.open(StandardProtocolFamily.UNIX));
        try {
            events.channel.connect(UnixDomainSocketAddress.of(socket));
            events.ask("qmp_capabilities");
            return events;
        } catch (IOException | RuntimeException e) {
            events.close();
            throw e;
        }
    }

    @Override
    public void ask(String command) throws IOException {
        String request = JSON.createObjectNode().put("execute", command).put("id", command) + "\n";
        ByteBuffer out = ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8));
        while (out.hasRemaining()) {
            channel.write(out);
        }
    }

    @Override
    public Optional<JsonNode> next() throws IOException {
        while (true) {
            Optional<byte[]> line = lines.poll();
            if (line.isPresent()) {
                return Optional.of(JSON.readTree(line.get()));
            }
            if (channel.read(lines.room()) < 0) {
                return Optional.empty();
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
