package io.coppice.compute.backup;

import io.coppice.archive.relay.RelayWriter;
import io.coppice.contract.failure.Refused;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One reader's way to a relay, over a socket; the work begins when he comes, and is broken off when this is closed. */
final class Serving implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Serving.class);
    private static final Duration LONGEST_END = Duration.ofSeconds(20);
    private final ServerSocketChannel door;
    private final Work work;
    private final Thread worker;

    /** What is done for the reader. */
    @FunctionalInterface
    interface Work {
        void to(RelayWriter relay) throws Exception;
    }

    private Serving(ServerSocketChannel door, Work work) {
        this.door = door;
        this.work = work;
        this.worker = Thread.ofVirtual().name("relay").start(this::serve);
    }

    /** @param socket in a folder that is root's alone */
    static Serving at(Path socket, Work work) throws IOException {
        ServerSocketChannel door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            door.bind(UnixDomainSocketAddress.of(socket));
            return new Serving(door, work);
        } catch (IOException | RuntimeException e) {
            door.close();
            throw e;
        }
    }

    private void serve() {
        try (SocketChannel reader = door.accept();
                OutputStream out = Channels.newOutputStream(reader)) {
            RelayWriter relay = new RelayWriter(out);
            try {
                work.to(relay);
                relay.end();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Refused e) {
                relay.fail(e.failure().text());
            } catch (Exception e) {
                relay.fail(String.valueOf(e.getMessage()));
            }
        } catch (IOException e) {
            LOG.debug("a relay ended early: {}", e.getMessage()); // its reader knows, or is the one who went
        }
    }

    /** Returns when the work is over. */
    @Override
    public void close() throws IOException, InterruptedException {
        door.close();
        worker.interrupt();
        if (!worker.join(LONGEST_END)) {
            throw new IOException("the reading of a container's files for a backup does not end");
        }
    }
}
