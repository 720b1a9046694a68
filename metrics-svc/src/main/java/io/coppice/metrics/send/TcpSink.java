package io.coppice.metrics.send;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A connection for each batch, which both sides end: the server's end says that it has read all, which the kernel's taking it
 * would not.
 */
final class TcpSink implements Sink {
    private static final int BATCH = 256 << 10;
    private final String host;
    private final int port;
    private final Duration timeout;
    private final ScheduledExecutorService later;

    /** @param later ends what hangs */
    TcpSink(String host, int port, Duration timeout, ScheduledExecutorService later) {
        this.host = host;
        this.port = port;
        this.timeout = timeout;
        this.later = later;
    }

    @Override
    public int mostBytes() {
        return BATCH;
    }

    @Override
    public void send(Batch batch) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), (int) timeout.toMillis());
            // writing has no time limit of its own
            ScheduledFuture<?> end =
                    later.schedule(() -> closeQuietly(socket), 5 * timeout.toMillis(), TimeUnit.MILLISECONDS);
            try {
                socket.getOutputStream().write(batch.bytes());
                socket.shutdownOutput();
                socket.setSoTimeout((int) timeout.toMillis());
                if (socket.getInputStream().read() >= 0) {
                    throw new IOException("it answers, so it is no carbon");
                }
            } finally {
                end.cancel(false);
            }
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // who writes learns that it is closed
        }
    }

    @Override
    public void probe() throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), (int) timeout.toMillis());
        }
    }

    @Override
    public boolean isBlind() {
        return false;
    }

    @Override
    public void close() {
        // nothing is kept open
    }
}
