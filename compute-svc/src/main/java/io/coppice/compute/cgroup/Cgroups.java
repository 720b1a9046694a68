package io.coppice.compute.cgroup;

import io.coppice.compute.guest.Vm;
import io.coppice.contract.word.Vmid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A guest's own control group: its share of the processors, its limit, and which ones it runs on. */
public final class Cgroups implements Shares {
    private static final String OURS = "coppice";
    private static final long PERIOD_MICROS = 100_000;
    private static final int USUAL_SHARES = 1024;
    private static final int USUAL_WEIGHT = 100;
    private final Path root;

    /** @param root {@code /sys/fs/cgroup} */
    public Cgroups(Path root) {
        this.root = root;
    }

    private boolean isUnified() {
        return Files.exists(root.resolve("cgroup.controllers"));
    }

    @Override
    public void place(Vm vm, long pid) throws IOException {
        limit(vm);
        for (Path folder : folders(vm)) {
            write(folder, "cgroup.procs", Long.toString(pid));
        }
    }

    @Override
    public void limit(Vm vm) throws IOException {
        for (Path folder : folders(vm)) {
            Files.createDirectories(folder);
        }
        if (isUnified()) {
            for (Path parent : List.of(root, root.resolve(OURS))) {
                write(parent, "cgroup.subtree_control", "+cpu +cpuset");
            }
            unified(vm, group(root, vm.vmid()));
        } else {
            byController(vm);
        }
    }

    /** Where its process has to be: with several hierarchies, only those that something follows from. */
    private List<Path> folders(Vm vm) {
        if (isUnified()) {
            return List.of(group(root, vm.vmid()));
        }
        Path cpu = group(root.resolve("cpu"), vm.vmid());
        return vm.option("affinity").isPresent() || Files.exists(group(root.resolve("cpuset"), vm.vmid()))
                ? List.of(cpu, group(root.resolve("cpuset"), vm.vmid()))
                : List.of(cpu);
    }

    private static Path group(Path hierarchy, Vmid vmid) {
        return hierarchy.resolve(OURS).resolve(vmid.toString());
    }

    private static Optional<Double> limitOf(Vm vm) {
        return vm.option("cpulimit")
                .filter(t -> t.matches("\\d{1,6}(\\.\\d{1,6})?"))
                .map(Double::parseDouble)
                .filter(l -> l > 0);
    }

    private static void unified(Vm vm, Path folder) throws IOException {
        long weight = Math.clamp(vm.number("cpuunits", USUAL_WEIGHT), 1, 10_000);
        write(folder, "cpu.weight", Long.toString(weight));
        write(
                folder,
                "cpu.max",
                limitOf(vm).map(l -> Long.toString((long) (l * PERIOD_MICROS))).orElse("max") + " " + PERIOD_MICROS);
        write(folder, "cpuset.cpus", vm.option("affinity").orElse("") + "\n");
    }

    private void byController(Vm vm) throws IOException {
        Path cpu = group(root.resolve("cpu"), vm.vmid());
        long shares = Math.clamp(vm.number("cpuunits", USUAL_SHARES), 2, 262_144);
        write(cpu, "cpu.shares", Long.toString(shares));
        write(cpu, "cpu.cfs_period_us", Long.toString(PERIOD_MICROS));
        write(
                cpu,
                "cpu.cfs_quota_us",
                limitOf(vm).map(l -> Long.toString((long) (l * PERIOD_MICROS))).orElse("-1"));
        if (folders(vm).size() > 1) {
            // a group without processors and memory of its own takes no process
            Path hierarchy = root.resolve("cpuset");
            String all = read(hierarchy, "cpuset.cpus");
            String memory = read(hierarchy, "cpuset.mems");
            for (Path folder : List.of(hierarchy.resolve(OURS), group(hierarchy, vm.vmid()))) {
                boolean own = !folder.equals(hierarchy.resolve(OURS));
                write(folder, "cpuset.cpus", own ? vm.option("affinity").orElse(all) : all);
                write(folder, "cpuset.mems", memory);
            }
        }
    }

    @Override
    public boolean remove(Vmid vmid) {
        boolean gone = true;
        for (Path hierarchy : List.of(root, root.resolve("cpu"), root.resolve("cpuset"))) {
            try {
                Files.deleteIfExists(group(hierarchy, vmid));
            } catch (IOException e) {
                gone = false;
            }
        }
        return gone;
    }

    private static String read(Path folder, String file) throws IOException {
        return Files.readString(folder.resolve(file)).strip();
    }

    private static void write(Path folder, String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }
}
