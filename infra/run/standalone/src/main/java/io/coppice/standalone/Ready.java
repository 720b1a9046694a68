package io.coppice.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Waiting for what another process makes. */
final class Ready {
    private Ready() {}

    /** @throws IOException when it is not there in time */
    static void await(Path file, Duration atMost) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!Files.exists(file)) {
            if (System.nanoTime() > deadline) {
                throw new IOException(file + " is not there after " + atMost.toSeconds() + " s; is the node running?");
            }
            Thread.sleep(20);
        }
    }
}
