package io.coppice.network.host;

import io.coppice.documents.interfaces.Interfaces;
import io.coppice.servicekit.host.Commands;
import io.coppice.servicekit.task.Progress;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** ifreload(8): ifupdown2 compares its file with what runs by itself. */
public final class Ifupdown2 implements Reload {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private final Commands commands;

    public Ifupdown2(Commands commands) {
        this.commands = commands;
    }

    @Override
    public void require(Interfaces to) {
        // whatever the file can say, it can bring up, or it says why not
    }

    @Override
    public void reload(Interfaces from, Interfaces to, Progress progress) throws IOException, InterruptedException {
        Commands.Ended ended = commands.run(List.of("ifreload", "-a"), LIMIT);
        ended.err().lines().limit(100).forEach(progress::log);
        if (!ended.ok()) {
            throw new IOException("ifreload -a ended with " + ended.exit() + ": "
                    + ended.err().strip().lines().findFirst().orElse("it says nothing"));
        }
    }
}
