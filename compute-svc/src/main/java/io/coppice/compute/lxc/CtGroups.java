package io.coppice.compute.lxc;

import io.coppice.compute.guest.Ct;
import io.coppice.contract.word.Vmid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A container's control group, which liblxc makes: where it is, what is in its files, what is written there. */
public final class CtGroups {
    private static final String OURS = "coppice/lxc";
    private static final String MONITORS = "coppice/lxc.monitor";
    private final Path root;

    /** @param root {@code /sys/fs/cgroup} */
    public CtGroups(Path root) {
        this.root = root;
    }

    public boolean isUnified() {
        return Files.exists(root.resolve("cgroup.controllers"));
    }

    /** Relative to each hierarchy. */
    static String path(Vmid vmid) {
        return OURS + "/" + vmid;
    }

    /** Its monitor's, relative to each hierarchy. */
    static String monitorPath(Vmid vmid) {
        return MONITORS + "/" + vmid;
    }

    /**
     * Removes the groups of a container that does not run, in every hierarchy. A monitor that was killed leaves them, and
     * liblxc starts nothing in a group that is there.
     *
     * @throws IOException when something still runs in one of them
     */
    void clear(Vmid vmid) throws IOException {
        for (Path hierarchy : hierarchies()) {
            for (String group : List.of(path(vmid), monitorPath(vmid))) {
                remove(hierarchy.resolve(group));
            }
        }
    }

    private List<Path> hierarchies() throws IOException {
        if (isUnified()) {
            return List.of(root);
        }
        try (Stream<Path> all = Files.list(root)) {
            return all.filter(Files::isDirectory).toList();
        }
    }

    /** A group's folder goes with its files, once those of the groups within are gone. */
    private static void remove(Path group) throws IOException {
        if (Files.notExists(group)) {
            return;
        }
        try (Stream<Path> within = Files.list(group)) {
            for (Path inner : within.filter(Files::isDirectory).toList()) {
                remove(inner);
            }
        }
        Files.deleteIfExists(group);
    }

    /** What its limits are on this host. */
    public Map<String, String> limits(Ct ct) throws IOException {
        return CtLimits.of(ct, isUnified(), countsSwap(), processors());
    }

    private boolean countsSwap() {
        return isUnified()
                ? Files.exists(Path.of("/proc/swaps"))
                : Files.exists(root.resolve("memory/memory.memsw.limit_in_bytes"));
    }

    private List<Integer> processors() throws IOException {
        Path file = isUnified() ? root.resolve("cpuset.cpus.effective") : root.resolve("cpuset/cpuset.cpus");
        List<Integer> all = new ArrayList<>();
        for (String part : Files.readString(file).strip().split(",")) {
            String[] ends = part.split("-");
            for (int i = Integer.parseInt(ends[0]); i <= Integer.parseInt(ends[ends.length - 1]); i++) {
                all.add(i);
            }
        }
        return all;
    }

    /** The file of a key; the controller is the key's first word. */
    private Path file(Vmid vmid, String key) {
        String controller = key.substring(0, key.indexOf('.'));
        Path hierarchy = isUnified() ? root : root.resolve(controller);
        return hierarchy.resolve(path(vmid)).resolve(key);
    }

    /** What one of its files says; empty where it is not there. */
    Optional<String> read(Vmid vmid, String key) {
        try {
            return Optional.of(Files.readString(file(vmid, key)).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Makes limits hold for a container that runs. The two of memory on v1 bound each other, so that one of them is refused
     * until the other is written: they are tried a second time.
     *
     * @throws IOException with the kernel's word, when it uses more than it shall have
     */
    public void limit(Ct ct) throws IOException {
        Map<String, String> left = new LinkedHashMap<>(limits(ct));
        left.remove("pids.max"); // fixed, or an administrator's
        for (String key : List.copyOf(left.keySet())) {
            try {
                Files.writeString(file(ct.vmid(), key), left.get(key));
                left.remove(key);
            } catch (IOException e) {
                if (!key.startsWith("memory.")) {
                    throw e;
                }
            }
        }
        for (Map.Entry<String, String> again : left.entrySet()) {
            Files.writeString(file(ct.vmid(), again.getKey()), again.getValue());
        }
    }
}
