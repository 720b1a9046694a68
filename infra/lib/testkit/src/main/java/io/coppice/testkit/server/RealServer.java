package io.coppice.testkit.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** A real server on loopback: in a container where there is an engine that has the image, else a child process. */
public final class RealServer implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final int CONNECT_MILLIS = 500;

    private final ServerPlan plan;
    private final Server server;

    private RealServer(ServerPlan plan, Server server) {
        this.plan = plan;
        this.server = server;
    }

    /**
     * Starts it, says which it is, and waits until it accepts connections.
     *
     * @throws IOException with its last words when it ends, or does not listen in time
     */
    public static RealServer start(ServerPlan plan, Duration atMost) throws IOException {
        RealServer started = new RealServer(plan, begin(plan));
        try {
            started.awaitPort(System.nanoTime() + atMost.toNanos());
        } catch (IOException | RuntimeException e) {
            started.close();
            throw e;
        }
        return started;
    }

    private static Server begin(ServerPlan plan) throws IOException {
        Optional<String> missing =
                plan.image().isEmpty() ? Optional.of("no image is named for it") : ContainerServer.missing();
        if (missing.isEmpty()) {
            try {
                Server server = ContainerServer.start(plan);
                say(plan.name() + " is " + server.which());
                return server;
            } catch (RuntimeException e) {
                missing = Optional.of("the image " + plan.image() + " does not start here: " + reason(e));
            }
        }
        Server server = ProcessServer.start(plan);
        say(plan.name() + " is " + server.which() + ", since " + missing.get());
        return server;
    }

    private static String reason(Throwable e) {
        Throwable last = e;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        return String.valueOf(last.getMessage()).strip();
    }

    @SuppressWarnings("SystemOut")
    private static void say(String line) {
        System.out.println(line);
    }

    private void awaitPort(long deadline) throws IOException {
        while (!listens()) {
            if (!server.lives()) {
                throw new IOException(plan.name() + " has ended:\n" + server.lastWords());
            }
            if (System.nanoTime() > deadline) {
                throw new IOException(
                        plan.name() + " does not listen on port " + plan.port() + ":\n" + server.lastWords());
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), plan.port()), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Which of the two it is, with the name by which the machine knows it. */
    public String which() {
        return server.which();
    }

    /** A port of loopback that nobody listens on now. */
    public static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    /** Ends it, and waits for that. */
    @Override
    public void close() {
        server.end();
    }
}
