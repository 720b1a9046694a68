package io.coppice.systemtest;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for nodes under test. A node keeps its port while it is down, so it comes from below the range out of which the
 * system serves connections, and each process of the test runner has a range of its own.
 */
final class Ports {
    private static final int RANGE = 1000;
    private static final AtomicInteger NEXT = new AtomicInteger(21_000 + RANGE * Integer.getInteger("coppice.fork", 0));

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
}
