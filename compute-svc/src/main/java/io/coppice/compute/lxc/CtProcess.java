package io.coppice.compute.lxc;

import io.coppice.compute.guest.Ct;
import io.coppice.compute.guest.ProcessEnd;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.host.Commands;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The processes of containers, switched by liblxc's programs. A container stands behind its monitor, which is found by its
 * pid file and what the kernel says runs under that number.
 */
public final class CtProcess {
    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int LOG_CHARACTERS = 600;
    private final CtFolder files;
    private final CtGroups groups;
    private final Commands commands;

    public CtProcess(CtFolder files, CtGroups groups, Commands commands) {
        this.files = files;
        this.groups = groups;
        this.commands = commands;
    }

    public CtFolder files() {
        return files;
    }

    /** The monitor of a container; empty when it does not run. */
    public OptionalLong pid(Vmid vmid) {
        try {
            String text = Files.readString(files.pid(vmid)).strip();
            if (!text.matches("[1-9]\\d{0,9}")) {
                return OptionalLong.empty();
            }
            // the number may be another process' by now: a monitor is titled after its container
            String title = Files.readString(Path.of("/proc", text, "cmdline"), StandardCharsets.ISO_8859_1);
            return title.replace("\0", "").equals("[lxc monitor] " + files.root() + " " + vmid)
                    ? OptionalLong.of(Long.parseLong(text))
                    : OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    public boolean runs(Vmid vmid) {
        return pid(vmid).isPresent();
    }

    public boolean awaitEnd(Vmid vmid, Duration limit) throws InterruptedException {
        return ProcessEnd.await(pid(vmid), limit, () -> runs(vmid));
    }

    /** @throws Refused with liblxc's own words when it does not start */
    public void start(Ct ct) throws IOException, InterruptedException {
        Vmid vmid = ct.vmid();
        Files.deleteIfExists(files.log(vmid));
        clearGroups(vmid);
        String detail = ct.isOn("debug", false) ? "DEBUG" : "ERROR";
        Commands.Ended ended = lxc(
                "lxc-start",
                vmid,
                START_LIMIT,
                "-d",
                "-f",
                files.config(vmid).toString(),
                "-p",
                files.pid(vmid).toString(),
                "-o",
                files.log(vmid).toString(),
                "-l",
                detail);
        if (!ended.ok()) {
            throw Refused.conflict("startup for container '" + vmid + "' failed: " + reason(vmid, ended));
        }
    }

    private void clearGroups(Vmid vmid) {
        try {
            groups.clear(vmid);
        } catch (IOException e) {
            throw Refused.conflict("processes of an earlier start of container '" + vmid
                    + "' still run in its control group; end them, then start it again: " + e.getMessage());
        }
    }

    /** The first errors of its log: what comes after them is what they led to. */
    private String reason(Vmid vmid, Commands.Ended ended) {
        StringBuilder words = new StringBuilder();
        try {
            for (String line : Files.readAllLines(files.log(vmid))) {
                int said = line.lastIndexOf(" - ");
                if (line.contains(" ERROR ") && said > 0 && words.length() < LOG_CHARACTERS) {
                    words.append(words.isEmpty() ? "" : "; ").append(line.substring(said + 3));
                }
            }
        } catch (IOException e) {
            return ended.err().strip();
        }
        return words.isEmpty() ? ended.err().strip() : words.toString();
    }

    /** Asks its first process to shut down, and does not wait. */
    public void shutDown(Vmid vmid) throws IOException, InterruptedException {
        require(lxc("lxc-stop", vmid, LIMIT, "--nokill", "--nowait"), "be shut down");
    }

    public void freeze(Vmid vmid) throws IOException, InterruptedException {
        require(lxc("lxc-freeze", vmid, LIMIT), "be frozen");
    }

    public void unfreeze(Vmid vmid) throws IOException, InterruptedException {
        require(lxc("lxc-unfreeze", vmid, LIMIT), "go on");
    }

    public boolean isFrozen(Vmid vmid) {
        return groups.isUnified()
                ? groups.read(vmid, "cgroup.freeze").filter("1"::equals).isPresent()
                : groups.read(vmid, "freezer.state").filter("FROZEN"::equals).isPresent();
    }

    /** Ends it at once. Nothing happens when it does not run. */
    public void end(Vmid vmid) throws IOException, InterruptedException {
        if (!runs(vmid)) {
            return;
        }
        if (isFrozen(vmid)) {
            unfreeze(vmid); // what is frozen cannot die
        }
        lxc("lxc-stop", vmid, LIMIT, "--kill");
        if (!awaitEnd(vmid, Duration.ofSeconds(10))) {
            OptionalLong monitor = pid(vmid);
            if (monitor.isPresent()) {
                ProcessHandle.of(monitor.getAsLong()).ifPresent(ProcessHandle::destroyForcibly);
            }
            awaitEnd(vmid, Duration.ofSeconds(5));
        }
    }

    /** Its first process, as the host numbers it. */
    public OptionalLong first(Vmid vmid) throws IOException, InterruptedException {
        String text = lxc("lxc-info", vmid, LIMIT, "-p", "-H").out().strip();
        return text.matches("[1-9]\\d{0,9}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    private Commands.Ended lxc(String program, Vmid vmid, Duration limit, String... arguments)
            throws IOException, InterruptedException {
        List<String> argv = new ArrayList<>(
                List.of(program, "-n", vmid.toString(), "-P", files.root().toString()));
        argv.addAll(List.of(arguments));
        return commands.run(argv, limit);
    }

    private static void require(Commands.Ended ended, String what) throws IOException {
        if (!ended.ok()) {
            throw new IOException(
                    "the container could not " + what + ": " + ended.err().strip());
        }
    }

    public boolean leftTraces(Vmid vmid) {
        return Files.exists(files.pid(vmid)) || Files.exists(files.mark(vmid));
    }

    /** Removes what a process that is gone left behind; its log stays. */
    public void sweep(Vmid vmid) throws IOException {
        for (Path left : List.of(files.pid(vmid), files.mark(vmid), files.config(vmid))) {
            Files.deleteIfExists(left);
        }
    }
}
