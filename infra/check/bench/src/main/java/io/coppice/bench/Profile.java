package io.coppice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Where a node's processes spend their time while something is done: Flight Recorder's samples, the hottest methods. */
final class Profile {
    private static final int LINES = 16;

    private Profile() {}

    /** @return for the node and the gateway where the time went */
    static String of(BenchNode node, Timings.Work work) throws Exception {
        Path folder = node.data().resolveSibling("profiles");
        Files.createDirectories(folder);
        // the gateway's process is another user's
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        List<String> processes = List.of("node", "gateway");
        for (String process : processes) {
            jdk("jcmd", pid(node, process), "JFR.start", "name=bench", "settings=profile");
        }
        work.run();
        StringBuilder all = new StringBuilder();
        for (String process : processes) {
            Path file = folder.resolve(process + System.nanoTime() + ".jfr");
            jdk("jcmd", pid(node, process), "JFR.stop", "name=bench", "filename=" + file);
            all.append(process).append(", ").append(file).append('\n');
            all.append(jdk("jfr", "view", "--width", "110", "hot-methods", "" + file)
                    .lines()
                    .filter(l -> !l.isBlank())
                    .limit(LINES)
                    .collect(Collectors.joining("\n", "", "\n")));
        }
        return all.toString();
    }

    private static String pid(BenchNode node, String process) throws IOException {
        return "" + node.pids(process).getFirst();
    }

    private static String jdk(String tool, String... arguments) throws IOException, InterruptedException {
        List<String> argv = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", tool) + ""));
        argv.addAll(List.of(arguments));
        return Programs.run(argv);
    }
}
