package io.coppice.network.host;

import io.coppice.servicekit.host.Commands;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs programs in a network namespace that ip-netns(8) knows. */
public final class InNamespace implements Commands {
    private final Commands commands;
    private final String namespace;

    /** @throws IllegalArgumentException if no namespace can be called so */
    public InNamespace(Commands commands, String namespace) {
        if (!namespace.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")) {
            throw new IllegalArgumentException("'" + namespace + "' is no name of a network namespace");
        }
        this.commands = commands;
        this.namespace = namespace;
    }

    @Override
    public Ended run(List<String> argv, Duration limit) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        all.addAll(argv);
        return commands.run(all, limit);
    }
}
