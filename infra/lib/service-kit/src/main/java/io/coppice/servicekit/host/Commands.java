package io.coppice.servicekit.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

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

    /**
     * The same with bytes that pass through the program.
     *
     * @throws IOException also when its input cannot be read, or its output is not taken: the program is killed then
     */
    default Ended run(List<String> argv, Passing bytes, Duration limit) throws IOException, InterruptedException {
        throw new IOException("'" + argv.getFirst() + "' cannot be run here with bytes that pass through it");
    }

    /**
     * What passes through a program while it runs.
     *
     * @param in what it reads; nothing where it is empty
     * @param out where what it writes goes; where it is empty that is kept
     */
    record Passing(Optional<InputStream> in, Optional<OutputStream> out) {
        static final Passing NONE = new Passing(Optional.empty(), Optional.empty());

        public static Passing in(InputStream in) {
            return new Passing(Optional.of(in), Optional.empty());
        }

        public static Passing out(OutputStream out) {
            return new Passing(Optional.empty(), Optional.of(out));
        }
    }

    /** How a program ended. */
    record Ended(int exit, String out, String err) {
        public boolean ok() {
            return exit == 0;
        }
    }
}
