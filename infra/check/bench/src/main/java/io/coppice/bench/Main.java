package io.coppice.bench;

import io.coppice.bench.Bench.Where;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** {@code bench NAME…}: prints what was measured beside its aim, a line each. */
public final class Main {
    private static final Map<String, Bench> BENCHES = new LinkedHashMap<>();

    static {
        BENCHES.put("boot", new BootBench());
        BENCHES.put("memory", new MemoryBench());
        BENCHES.put("http", new HttpBench());
        BENCHES.put("create", new CreateBench());
        BENCHES.put("start", new StartBench());
        BENCHES.put("resources", new ListBench());
        BENCHES.put("events", new EventsBench());
        BENCHES.put("cluster", new ClusterBench());
        BENCHES.put("in-process", new InProcess());
    }

    private Main() {}

    public static void main(String... argv) throws Exception {
        List<String> names = new ArrayList<>();
        Map<String, String> options = new LinkedHashMap<>(
                Map.of("--scratch", "/tmp", "--port", "18006", "--vmid", "990001", "--seconds", "2"));
        for (int i = 0; i < argv.length; i++) {
            if (options.containsKey(argv[i]) && i + 1 < argv.length) {
                options.put(argv[i], argv[++i]);
            } else if (argv[i].equals("all")) {
                names.addAll(BENCHES.keySet());
            } else if (BENCHES.containsKey(argv[i])) {
                names.add(argv[i]);
            } else {
                usage();
            }
        }
        if (names.isEmpty()) {
            usage();
        }
        // a store that is filled here tells of its start
        Logger.getLogger("").setLevel(Level.WARNING);
        Path scratch = Files.createTempDirectory(Path.of(options.getOrDefault("--scratch", "")), "coppice-bench");
        // the gateway's user has to get through to its folders
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
        Where where =
                new Where(scratch, number(options, "--port"), number(options, "--vmid"), number(options, "--seconds"));
        System.exit(run(names, where) ? 0 : 1);
    }

    /** A bench that fails keeps no other from its turn. */
    private static boolean run(List<String> names, Where where) {
        Table table = new Table(System.out);
        boolean whole = true;
        long begun = System.nanoTime();
        for (String name : names) {
            try {
                BENCHES.getOrDefault(name, (w, t) -> {}).run(where, table);
            } catch (Exception e) {
                whole = false;
                table.skipped(
                        name,
                        "it failed: " + String.valueOf(e.getMessage()).strip().replace('\n', ' '));
            }
        }
        System.out.printf(
                "%d aims missed, after %d s; what was left is in %s%n",
                table.missed(), (System.nanoTime() - begun) / 1_000_000_000, where.scratch());
        return whole;
    }

    private static int number(Map<String, String> options, String name) {
        return Integer.parseInt(options.getOrDefault(name, ""));
    }

    private static void usage() {
        System.err.println("usage: coppice bench NAME… [--scratch DIR] [--port N] [--vmid N] [--seconds N]; names: all "
                + String.join(" ", BENCHES.keySet()));
        System.exit(2);
    }
}
