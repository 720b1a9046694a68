package io.coppice.cli;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** Runs what is run most, in one process, so that the cache of classes that is made of it has theirs. Changes nothing. */
public final class Training {
    private static final List<List<String>> RUNS = List.of(
            List.of("qm", "list"),
            List.of("qm", "config", "1"),
            List.of("qm", "help", "set"),
            List.of("pct", "list", "--output-format", "json-pretty"),
            List.of("pvesm", "status"),
            List.of("pveum", "user", "list"),
            List.of("pvesh", "get", "/cluster/resources"),
            List.of("task", "list"));

    private Training() {}

    /** @param argv the data folder of a node that answers */
    public static void main(String... argv) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true);
        Console console = new Console(nowhere, nowhere, new ByteArrayInputStream(new byte[0]), true);
        for (List<String> run : RUNS) {
            Main.run(console, Map.of("COPPICE_DATA", argv[0]), run);
        }
    }
}
