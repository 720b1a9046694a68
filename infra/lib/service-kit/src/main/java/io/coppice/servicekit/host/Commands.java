package io.coppice.servicekit.host;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The only door through which a process is started: one program, an argv array, to its end. Never a shell. */
public interface Commands {
    /**
     * Runs a program and waits for it.
     *
     * @param argv the program and its arguments
     * @param limit after which it is killed and {@link IOException} thrown
     * @return how it ended and what it wrote, each stream cut at 4 MiB
     * @throws IOException if it cannot be started, or took too long
     */
    Ended run(List<String> argv, Duration limit) throws IOException, InterruptedException;

    /** How a program ended. */
    record Ended(int exit, String out, String err) {
        public boolean ok() {
            return exit == 0;
        }
    }
}
