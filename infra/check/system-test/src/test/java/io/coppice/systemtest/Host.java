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

    /** Where a process listens. */
    record Address(String host, int port) {}

    /** The TCP ports on which a process listens for more than this host, of both families. */
    static TreeSet<Integer> networkPorts(long pid) throws IOException {
        TreeSet<Integer> ports = new TreeSet<>();
        for (String at : listening(pid)) {
            if (!at.split(":")[0].endsWith(LOOPBACK)) {
                ports.add(port(at));
            }
        }
        return ports;
    }

    /** Where a process listens for programs of this host alone. */
    static List<Address> loopbackListeners(long pid) throws IOException {
        List<Address> all = new ArrayList<>();
        for (String at : listening(pid)) {
            String host = at.split(":")[0];
            if (host.endsWith(LOOPBACK)) {
                String last = host.substring(host.length() - 8);
                StringBuilder dotted = new StringBuilder();
                for (int i = 6; i >= 0; i -= 2) {
                    dotted.append(Integer.parseInt(last.substring(i, i + 2), 16))
                            .append(i == 0 ? "" : ".");
                }
                all.add(new Address(dotted.toString(), port(at)));
            }
        }
        return all;
    }

    private static int port(String at) {
        return Integer.parseInt(at.substring(at.indexOf(':') + 1), 16);
    }

    /** How many files and sockets a process has open. */
    static int openFiles(long pid) throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc", "" + pid, "fd"))) {
            return (int) open.count();
        }
    }

    /** What a process has in memory now, in bytes. */
    static long residentBytes(long pid) throws IOException {
        return Long.parseLong(status(pid, "VmRSS").split(" ")[0]) * 1024;
    }

    /** Local addresses as the kernel writes them, of both families. */
    private static List<String> listening(long pid) throws IOException {
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
        List<String> all = new ArrayList<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (String line : Files.readAllLines(Path.of(table))) {
                String[] words = line.strip().split("\\s+");
                if (words.length > 9 && words[3].equals(LISTENING) && sockets.contains(words[9])) {
                    all.add(words[1]);
                }
            }
        }
        return all;
    }
}
