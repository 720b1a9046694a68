package io.coppice.systemtest;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** Listens on a guest's first serial port from the moment that its socket is there. */
final class SerialConsole implements AutoCloseable {
    private final StringBuffer heard = new StringBuffer();
    private final Thread listener;
    private volatile boolean closed;

    private SerialConsole(Path data, int vmid) {
        listener = Thread.ofVirtual().start(() -> listen(data, vmid));
    }

    static SerialConsole of(RunningNode node, int vmid) {
        return new SerialConsole(node.data(), vmid);
    }

    void awaitText(String text, Duration atMost) throws Exception {
        Await.until("'" + text + "' on the serial port, heard " + heard, atMost, () -> heard.indexOf(text) >= 0);
    }

    String text() {
        return heard.toString();
    }

    /** How much was heard so far. */
    int heard() {
        return heard.length();
    }

    private void listen(Path data, int vmid) {
        while (!closed) {
            try (Stream<Path> all = Files.walk(data.resolve("run"), 4)) {
                Path socket = all.filter(p -> p.getFileName().toString().equals(vmid + ".serial0"))
                        .findFirst()
                        .orElse(null);
                if (socket != null) {
                    read(socket);
                }
            } catch (IOException | java.io.UncheckedIOException e) {
                // the socket is not there yet, or its guest is gone: look again
            }
            Await.aMoment();
        }
    }

    private void read(Path socket) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            ByteBuffer buffer = ByteBuffer.allocate(4096);
            while (!closed && channel.read(buffer) >= 0) {
                buffer.flip();
                heard.append(StandardCharsets.ISO_8859_1.decode(buffer));
                buffer.clear();
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        listener.interrupt();
        listener.join();
    }
}
