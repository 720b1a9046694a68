package io.coppice.systemtest;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Ports for nodes under test. A node keeps its port while it is down, so it comes from below the range out of which the
 * system serves connections, and each process that runs tests on this machine, of this run or another, holds a range of
 * its own for as long as it lives.
 */
final class Ports {
    private static final int FIRST = 21_000;
    private static final int RANGE = 1000;
    private static final int RANGES = 11;
    private static @Nullable FileLock held;
    private static final AtomicInteger NEXT = new AtomicInteger(FIRST + RANGE * range());

    private Ports() {}

    /**
     * One that nobody listens on, and that no other call of any test is given.
     *
     * @throws IOException where all are taken
     */
    static int free() throws IOException {
        for (int tried = 0; tried < RANGE; tried++) {
            int port = NEXT.getAndIncrement();
            try (ServerSocket probe = new ServerSocket(port)) {
                return probe.getLocalPort();
            } catch (IOException e) {
                // somebody has it
            }
        }
        throw new IOException("no port is free below " + NEXT.get());
    }

    /** The first range that no other process holds; the lock ends with this one, however it ends. */
    private static int range() {
        for (int range = 0; range < RANGES; range++) {
            Path file = Path.of("/tmp", "coppice-test-ports-" + range + ".lock");
            try {
                FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                held = channel.tryLock();
                if (held != null) {
                    return range;
                }
                channel.close();
            } catch (IOException e) {
                // another user's: the next one
            }
        }
        throw new IllegalStateException(RANGES + " processes run tests here; no range of ports is left");
    }
}
