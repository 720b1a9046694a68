package io.coppice.servicekit.host;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Runs the programs that become guests through one door and all others through another. Guests must not live where a service
 * does: they would end with its container.
 */
public record GuestPrograms(Commands guests, Commands others) implements Commands {
    /** Whether a program is one that guests are made of. */
    public static boolean is(String program) {
        return program.matches("(/usr/bin/)?(qemu-system-[a-z0-9_]{1,20}|lxc-start)");
    }

    @Override
    public Ended run(List<String> argv, Duration limit) throws IOException, InterruptedException {
        return (is(argv.getFirst()) ? guests : others).run(argv, limit);
    }

    @Override
    public Ended run(List<String> argv, Passing bytes, Duration limit) throws IOException, InterruptedException {
        return (is(argv.getFirst()) ? guests : others).run(argv, bytes, limit);
    }
}
