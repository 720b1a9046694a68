package io.coppice.compute.net;

import io.coppice.servicekit.host.Commands;
import io.coppice.servicekit.host.HostCommands;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A network of its own, held by a process that does nothing; programs run in it, and its links are seen through it. */
final class Namespace implements Commands, AutoCloseable {
    private static final Commands HOST = new HostCommands();
    private final Process holder;

    private Namespace(Process holder) {
        this.holder = holder;
    }

    /** @throws IOException where this host or user makes none */
    static Namespace open() throws IOException, InterruptedException {
        Process holder = new ProcessBuilder(
                        "unshare",
                        "--net",
                        "--mount",
                        "sh",
                        "-c",
                        "mount -t sysfs sysfs /sys && echo up && exec sleep 600")
                .redirectErrorStream(true)
                .start();
        byte[] said = holder.getInputStream().readNBytes(3);
        if (!new String(said, StandardCharsets.US_ASCII).equals("up\n")) {
            holder.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
            throw new IOException("no network namespace can be made here");
        }
        Namespace made = new Namespace(holder);
        made.run(List.of("ip", "link", "set", "lo", "up"), Duration.ofSeconds(5));
        return made;
    }

    Path interfaces() {
        return Path.of("/proc", "" + holder.pid(), "root/sys/class/net");
    }

    @Override
    public Ended run(List<String> argv, Duration limit) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("nsenter", "--target", "" + holder.pid(), "--net"));
        all.addAll(argv);
        return HOST.run(all, limit);
    }

    /** What a program says; it must succeed. */
    String ask(String... argv) throws IOException, InterruptedException {
        Ended ended = run(List.of(argv), Duration.ofSeconds(30));
        if (!ended.ok()) {
            throw new IOException(String.join(" ", argv) + ": " + ended.err());
        }
        return ended.out();
    }

    @Override
    public void close() {
        holder.destroyForcibly();
    }
}
