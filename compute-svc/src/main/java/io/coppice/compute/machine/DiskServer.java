package io.coppice.compute.machine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.coppice.contract.failure.Refused;
import io.coppice.servicekit.host.Commands;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Disks that no guest uses, over NBD: a qemu-storage-daemon (its man page) with a pid file and a socket in the folder of
 * guests' sockets. It outlives this process, and is found again by the name that it was given.
 */
public final class DiskServer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration START = Duration.ofSeconds(30);
    private static final int END_SECONDS = 10;
    private final Path folder;
    private final Commands commands;

    public DiskServer(Path folder, Commands commands) {
        this.folder = folder;
        this.commands = commands;
    }

    /**
     * A disk.
     *
     * @param export the name that it is asked for by
     * @param graph as {@code blockdev-add} takes it, with a node's name
     */
    public record Served(String export, Map<String, Object> graph, boolean writable) {
        public Served {
            graph = Map.copyOf(graph);
        }
    }

    public Path socket(String name) {
        return folder.resolve(name + ".nbd");
    }

    private Path pidFile(String name) {
        return folder.resolve(name + ".pid");
    }

    /** Ends the one of this name first. @throws Refused with the daemon's own words when it does not start */
    public void start(String name, List<Served> disks) throws IOException, InterruptedException {
        end(name);
        List<String> argv = new ArrayList<>(List.of(
                "qemu-storage-daemon", "--daemonize", "--pidfile", pidFile(name).toString()));
        for (Served disk : disks) {
            argv.addAll(List.of("--blockdev", json(disk.graph())));
        }
        argv.addAll(List.of(
                "--nbd-server",
                "addr.type=unix,addr.path=" + socket(name).toString().replace(",", ",,") + ",max-connections=4"));
        for (Served disk : disks) {
            Map<String, Object> export = new TreeMap<>();
            export.put("type", "nbd");
            export.put("id", "export-" + disk.export());
            export.put("name", disk.export());
            export.put("node-name", String.valueOf(disk.graph().get("node-name")));
            export.put("writable", disk.writable());
            argv.addAll(List.of("--export", json(export)));
        }
        Commands.Ended ended = commands.run(argv, START);
        if (!ended.ok()) {
            throw Refused.conflict("the disks cannot be opened: " + ended.err().strip());
        }
    }

    /** Nothing happens where none of this name runs. */
    public void end(String name) throws IOException, InterruptedException {
        Optional<ProcessHandle> process = process(name);
        if (process.isPresent()) {
            process.get().destroy();
            if (!ended(process.get())) {
                process.get().destroyForcibly();
                if (!ended(process.get())) {
                    throw new IOException("the process that serves disks as '" + name + "' does not end, even killed");
                }
            }
        }
        Files.deleteIfExists(pidFile(name));
        Files.deleteIfExists(socket(name));
    }

    private static boolean ended(ProcessHandle process) throws InterruptedException {
        try {
            process.onExit().get(END_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return !process.isAlive();
        }
    }

    /** The number in the file may be another process' by now: ours names this very file among its arguments. */
    private Optional<ProcessHandle> process(String name) throws IOException {
        Path file = pidFile(name);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String pid = Files.readString(file).strip();
        Path command = Path.of("/proc", pid.matches("[1-9]\\d{0,9}") ? pid : "none", "cmdline");
        if (!Files.exists(command)
                || !List.of(Files.readString(command, StandardCharsets.ISO_8859_1)
                                .split("\0"))
                        .contains(file.toString())) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(pid));
    }

    private static String json(Map<String, Object> value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
