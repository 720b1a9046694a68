package io.coppice.systemtest.power;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A virtual machine whose power can be lost: QEMU (TCG), this machine's kernel and files, and one disk of its own. */
public final class PowerVm implements AutoCloseable {
    private final VolatileDisk disk;
    private final NbdServer server;
    private final Process qemu;
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

    private PowerVm(VolatileDisk disk, NbdServer server, Process qemu) {
        this.disk = disk;
        this.server = server;
        this.qemu = qemu;
        Thread.ofPlatform().daemon().start(this::listen);
    }

    /** Why there can be none on this machine. */
    public static Optional<String> impossible() throws IOException {
        Optional<String> lacking = HostPrograms.lacking("qemu-system-x86_64", "cpio", "busybox", "modprobe", "mke2fs");
        if (lacking.isPresent()) {
            return lacking;
        }
        return VmKernel.installed().isEmpty()
                ? Optional.of("no kernel is installed whose modules have 9p; Debian's package is linux-image-amd64")
                : Optional.empty();
    }

    /**
     * Switches it on.
     *
     * @param folder for sockets and logs, the same for each start
     * @param disk its file, which stays; it is mounted at /srv
     * @param programs what it has at /opt
     * @param command what it runs, a script of bash
     * @param more further options of QEMU: memory, ports
     */
    public static PowerVm on(Path folder, Path disk, VmPrograms programs, String command, String... more)
            throws IOException, InterruptedException {
        VmKernel kernel = VmKernel.installed().orElseThrow();
        Path socket = folder.resolve("disk.nbd");
        VolatileDisk cache = new VolatileDisk(disk);
        NbdServer server = new NbdServer(cache, socket);
        List<String> argv =
                new ArrayList<>(List.of("qemu-system-x86_64", "-machine", "pc", "-accel", "tcg,thread=multi"));
        argv.addAll(List.of("-cpu", "max", "-smp", "2", "-nodefaults", "-no-reboot", "-display", "none"));
        argv.addAll(List.of("-kernel", kernel.image().toString()));
        argv.addAll(List.of("-initrd", kernel.initrd(folder, command).toString()));
        argv.addAll(List.of("-append", "console=ttyS0 quiet panic=-1 mitigations=off"));
        argv.addAll(List.of("-serial", "file:" + folder.resolve("kernel.log"), "-serial", "stdio"));
        argv.addAll(List.of("-virtfs", "local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap"));
        argv.addAll(List.of("-drive", "file=nbd+unix:///?socket=" + socket + ",format=raw,if=virtio,cache=writeback"));
        argv.addAll(List.of("-drive", "file=" + programs.image() + ",format=raw,if=virtio,readonly=on"));
        argv.addAll(List.of(more));
        Process qemu = new ProcessBuilder(argv)
                .redirectError(folder.resolve("qemu.log").toFile())
                .start();
        return new PowerVm(cache, server, qemu);
    }

    private void listen() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(qemu.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.add(line.stripTrailing());
            }
        } catch (IOException e) {
            // its power is gone
        }
    }

    /** The next line that the command said; nothing when none came in time. */
    public Optional<String> line(Duration within) throws InterruptedException {
        return Optional.ofNullable(said.poll(within.toMillis(), TimeUnit.MILLISECONDS));
    }

    public boolean runs() {
        return qemu.isAlive();
    }

    /** The disk and the machine lose power in one instant. How many blocks of 4 KiB had not been flushed. */
    public int losePower(VolatileDisk.Unflushed fate, Random random) throws IOException, InterruptedException {
        int lost = disk.losePower(fate, random);
        qemu.destroyForcibly().waitFor();
        return lost;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        qemu.destroyForcibly().waitFor();
        server.close();
        disk.close();
    }
}
