package io.coppice.servicekit.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;

/**
 * Bytes on their way into a program, or out of it. A program that has read enough is no failure; whoever else does not give or
 * take is one, and the program's end.
 */
final class Passage {
    private static final int CHUNK = 128 * 1024;
    private final Thread carrier;
    private volatile Optional<IOException> failure = Optional.empty();

    private Passage(Process process, Work work) {
        this.carrier = Thread.ofVirtual().unstarted(() -> {
            try {
                work.run();
            } catch (IOException e) {
                failure = Optional.of(e);
                process.destroyForcibly();
            }
        });
        carrier.start();
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    static Passage into(Process process, InputStream from) {
        return new Passage(process, () -> {
            OutputStream to = process.getOutputStream();
            byte[] chunk = new byte[CHUNK];
            boolean taken = true;
            for (int n = from.read(chunk); n >= 0 && taken; n = taken ? from.read(chunk) : -1) {
                taken = isTaken(to, chunk, n);
            }
            close(to);
        });
    }

    /** Whether it still reads. One that does not says why by how it ends. */
    private static boolean isTaken(OutputStream to, byte[] chunk, int length) {
        try {
            to.write(chunk, 0, length);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void close(OutputStream to) {
        try {
            to.close();
        } catch (IOException e) {
            return; // as above
        }
    }

    static Passage outOf(Process process, OutputStream to) {
        return new Passage(process, () -> {
            InputStream from = process.getInputStream();
            byte[] chunk = new byte[CHUNK];
            for (int n = from.read(chunk); n >= 0; n = from.read(chunk)) {
                to.write(chunk, 0, n);
            }
            to.flush();
        });
    }

    /** @throws IOException if something went wrong on the way */
    void requireWhole(Duration limit) throws IOException, InterruptedException {
        if (!carrier.join(limit)) {
            throw new IOException("a program has ended, and its bytes have not come to their end");
        }
        if (failure.isPresent()) {
            throw new IOException(failure.get().getMessage(), failure.get());
        }
    }
}
