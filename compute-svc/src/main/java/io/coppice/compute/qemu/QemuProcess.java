package io.coppice.compute.qemu;

import io.coppice.compute.guest.ProcessEnd;
import io.coppice.compute.guest.ProcessStat;
import io.coppice.compute.guest.RunFolder;
import io.coppice.compute.qmp.Qmp;
import io.coppice.compute.qmp.QmpEvents;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.host.Commands;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Real ones. They are found by their pid files and what the kernel says runs under that number. */
public final class QemuProcess implements Qemu {
    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final Duration TALK_LIMIT = Duration.ofSeconds(5);
    private final RunFolder files;
    private final Commands commands;
    private final ConcurrentHashMap<Vmid, ReentrantLock> talks = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Vmid, Found> found = new ConcurrentHashMap<>();

    private record Found(long pid, long startTicks) {
        boolean lives() {
            return ProcessStat.of(pid)
                    .filter(stat -> stat.living() && stat.startTicks() == startTicks)
                    .isPresent();
        }
    }

    public QemuProcess(RunFolder files, Commands commands) {
        this.files = files;
        this.commands = commands;
    }

    @Override
    public RunFolder files() {
        return files;
    }

    @Override
    public void start(Launch launch) throws IOException, InterruptedException {
        files.ensure();
        Commands.Ended ended = commands.run(CommandLine.of(launch), START_LIMIT);
        if (!ended.ok()) {
            throw Refused.conflict("start failed: QEMU exited with code " + ended.exit() + ": "
                    + ended.err().strip());
        }
    }

    /** One that was found is known by its number and its start, as long as it lives: the files need not be read again. */
    @Override
    public OptionalLong pid(Vmid vmid) {
        Found known = found.get(vmid);
        if (known != null) {
            if (known.lives()) {
                return OptionalLong.of(known.pid());
            }
            found.remove(vmid, known);
        }
        OptionalLong pid = look(vmid);
        pid.ifPresent(p -> ProcessStat.of(p)
                .filter(ProcessStat::living)
                .ifPresent(stat -> found.put(vmid, new Found(p, stat.startTicks()))));
        return pid;
    }

    private OptionalLong look(Vmid vmid) {
        Path file = files.pid(vmid);
        try {
            String text = Files.readString(file).strip();
            if (!text.matches("[1-9]\\d{0,9}")) {
                return OptionalLong.empty();
            }
            // the number may be another process' by now: ours names this very file among its arguments
            String command = Files.readString(Path.of("/proc", text, "cmdline"), StandardCharsets.ISO_8859_1);
            return List.of(command.split("\0")).contains(file.toString())
                    ? OptionalLong.of(Long.parseLong(text))
                    : OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** One conversation at a time: QEMU's monitor socket takes one client. */
    @Override
    public <T> T talk(Vmid vmid, Talk<T> talk) throws IOException {
        ReentrantLock lock = talks.computeIfAbsent(vmid, v -> new ReentrantLock());
        lock.lock();
        try (Qmp qmp = Qmp.connect(files.qmp(vmid), TALK_LIMIT)) {
            return talk.with(qmp);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public QmpEvents events(Vmid vmid) throws IOException {
        return QmpEvents.connect(files.events(vmid));
    }

    @Override
    public boolean awaitEnd(Vmid vmid, Duration limit) throws InterruptedException {
        return ProcessEnd.await(pid(vmid), limit, () -> runs(vmid));
    }

    @Override
    public void end(Vmid vmid) throws InterruptedException {
        if (!runs(vmid)) {
            return;
        }
        try {
            talk(vmid, qmp -> qmp.execute("quit"));
        } catch (IOException e) {
            signal(vmid, false);
        }
        if (!awaitEnd(vmid, Duration.ofSeconds(10))) {
            signal(vmid, false);
            if (!awaitEnd(vmid, Duration.ofSeconds(5))) {
                signal(vmid, true);
                awaitEnd(vmid, Duration.ofSeconds(5));
            }
        }
    }

    private void signal(Vmid vmid, boolean kill) {
        pid(vmid)
                .ifPresent(pid -> ProcessHandle.of(pid).ifPresent(p -> {
                    if (kill) {
                        p.destroyForcibly();
                    } else {
                        p.destroy();
                    }
                }));
    }

    @Override
    public boolean leftTraces(Vmid vmid) {
        return Files.exists(files.pid(vmid)) || Files.exists(files.mark(vmid));
    }

    @Override
    public void sweep(Vmid vmid) throws IOException {
        for (Path left : List.of(
                files.pid(vmid),
                files.qmp(vmid),
                files.events(vmid),
                files.mark(vmid),
                files.vnc(vmid),
                files.agent(vmid))) {
            Files.deleteIfExists(left);
        }
        for (int i = 0; i < 4; i++) {
            Files.deleteIfExists(files.serial(vmid, i));
        }
    }
}
