package io.coppice.systemtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What the kernel says about processes of this machine. */
final class Host {
    /** How 127.x.x.x ends in the kernel's tables, as IPv4 and mapped to IPv6. */
    private static final String LOOPBACK = "7F";

    private static final String LISTENING = "0A";

    private Host() {}

    /** The value of a line of {@code /proc/PID/status}. */
    static String status(long pid, String key) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc", "" + pid, "status"))) {
            return lines.filter(l -> l.startsWith(key + ":"))
                    .map(l -> l.substring(key.length() + 1).strip())
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** The TCP ports on which a process listens for more than this host, of both families. */
    static TreeSet<Integer> networkPorts(long pid) throws IOException {
        List<String> sockets = new ArrayList<>();
        try (Stream<Path> open = Files.list(Path.of("/proc", "" + pid, "fd"))) {
            for (Path fd : open.toList()) {
                String target = Files.exists(fd, java.nio.file.LinkOption.NOFOLLOW_LINKS)
                        ? Files.readSymbolicLink(fd).toString()
                        : "";
                if (target.startsWith("socket:[")) {
                    sockets.add(target.substring(8, target.length() - 1));
                }
            }
        }
        TreeSet<Integer> ports = new TreeSet<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (String line : Files.readAllLines(Path.of(table))) {
                String[] words = line.strip().split("\\s+");
                boolean listens = words.length > 9 && words[3].equals(LISTENING) && sockets.contains(words[9]);
                if (listens && !words[1].split(":")[0].endsWith(LOOPBACK)) {
                    ports.add(Integer.parseInt(words[1].substring(words[1].indexOf(':') + 1), 16));
                }
            }
        }
        return ports;
    }
}
