package io.coppice.compute.lxc;

import io.coppice.servicekit.host.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The users of this host that stand for those of unprivileged containers: liblxc uses none that root has not been given
 * (subuid(5)).
 */
public final class SubIds {
    private static final String RANGE = "100000-165535";
    private static final String LINE = "root:100000:65536";
    private final Commands commands;

    public SubIds(Commands commands) {
        this.commands = commands;
    }

    /** Gives them to root where it has not got them. @throws IOException when that cannot be done */
    public void ensure() throws IOException, InterruptedException {
        if (has("/etc/subuid") && has("/etc/subgid")) {
            return;
        }
        Commands.Ended ended = commands.run(
                List.of("usermod", "--add-subuids", RANGE, "--add-subgids", RANGE, "root"), Duration.ofSeconds(30));
        if (!ended.ok()) {
            throw new IOException("root could not be given the users " + RANGE + ": "
                    + ended.err().strip());
        }
    }

    private static boolean has(String file) throws IOException {
        Path path = Path.of(file);
        return Files.exists(path) && Files.readAllLines(path).contains(LINE);
    }
}
