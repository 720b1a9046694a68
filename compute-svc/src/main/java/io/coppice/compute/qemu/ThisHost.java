package io.coppice.compute.qemu;

import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.servicekit.host.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The QEMU that is installed here, and what a command line needs to know of this host; looked at anew when QEMU changes. */
public final class ThisHost implements Supplier<Launch.Surroundings> {
    private static final Path BINARY = Path.of("/usr/bin/qemu-system-x86_64");
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private final NodeName node;
    private final Commands commands;
    private @Nullable Known known;

    private record Known(FileTime of, Launch.Surroundings around) {}

    public ThisHost(NodeName node, Commands commands) {
        this.node = node;
        this.commands = commands;
    }

    /** @throws Refused where there is no QEMU */
    @Override
    public synchronized Launch.Surroundings get() {
        try {
            FileTime time = Files.getLastModifiedTime(BINARY);
            Known now = known;
            if (now == null || !now.of().equals(time)) {
                now = new Known(time, new Launch.Surroundings(build(), host()));
                known = now;
            }
            return now.around();
        } catch (IOException e) {
            throw Refused.conflict("QEMU cannot be run here: " + e.getMessage() + "; install qemu-system-x86");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refused.conflict("interrupted while QEMU was asked for its version");
        }
    }

    private Build build() throws IOException, InterruptedException {
        String text =
                commands.run(List.of(BINARY.toString(), "--version"), LIMIT).out();
        String version = text.replaceFirst("(?s)^.*?version (\\d+(?:\\.\\d+)*).*$", "$1");
        return Build.upstream(version);
    }

    private Host host() {
        Host plain = Host.plain(node.toString(), "x86_64", Runtime.getRuntime().availableProcessors());
        return new Host(
                plain.node(),
                plain.arch(),
                vendor(),
                plain.processors(),
                Files.isWritable(Path.of("/dev/vhost-net")),
                Optional.empty(),
                plain.network(),
                new Host.Pci(pci(), Map.of(), Set.of()),
                Map.of(),
                plain.sev());
    }

    private static List<String> pci() {
        try (Stream<Path> all = Files.list(Path.of("/sys/bus/pci/devices"))) {
            return all.map(p -> p.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static String vendor() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(l -> l.startsWith("vendor_id"))
                    .map(l -> l.substring(l.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
