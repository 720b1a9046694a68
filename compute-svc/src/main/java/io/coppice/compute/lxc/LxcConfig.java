package io.coppice.compute.lxc;

import io.coppice.compute.guest.Ct;
import io.coppice.compute.guest.CtNic;
import io.coppice.compute.guest.IdMap;
import io.coppice.compute.guest.MountPoint;
import io.coppice.documents.guest.GuestSection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The configuration that liblxc reads (lxc.container.conf(5)). Pure: from a container to lines. */
public final class LxcConfig {
    private static final Map<String, String> ARCHITECTURES = Map.of(
            "amd64", "x86_64",
            "i386", "i686",
            "arm64", "aarch64",
            "armhf", "armv7l",
            "riscv32", "riscv32",
            "riscv64", "riscv64");

    private final Ct ct;
    private final Surroundings around;
    private final List<String> lines = new ArrayList<>();

    /**
     * What the host adds.
     *
     * @param rootfs where its root file system is mounted
     * @param sources of its other mounts, by their options: where each is mounted on the host
     * @param limits keys of its control group
     * @param unified whether these are of cgroup v2
     * @param profiles where liblxc's own configurations lie
     * @param confined whether the host has AppArmor
     */
    public record Surroundings(
            Path rootfs,
            Map<String, Path> sources,
            Map<String, String> limits,
            boolean unified,
            Path profiles,
            boolean confined) {
        public Surroundings {
            sources = Map.copyOf(sources);
            limits = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(limits));
        }
    }

    private LxcConfig(Ct ct, Surroundings around) {
        this.ct = ct;
        this.around = around;
    }

    /** One setting a line. */
    public static String of(Ct ct, Surroundings around) {
        LxcConfig config = new LxcConfig(ct, around);
        config.base();
        config.confinement();
        config.limits();
        config.mounts();
        config.system();
        ct.nics().forEach(config::nic);
        for (GuestSection.Raw raw : ct.now().raw()) {
            config.set(raw.key(), raw.value());
        }
        return String.join("\n", config.lines) + "\n";
    }

    private void set(String key, Object value) {
        lines.add(key + " = " + value);
    }

    private void base() {
        set("lxc.include", around.profiles().resolve("common.conf"));
        if (ct.isUnprivileged()) {
            set("lxc.include", around.profiles().resolve("userns.conf"));
        }
        if (ct.has("nesting")) {
            // without the profile's line for AppArmor, which a host may lack
            set("lxc.mount.entry", "proc dev/.lxc/proc proc create=dir,optional 0 0");
            set("lxc.mount.entry", "sys dev/.lxc/sys sysfs create=dir,optional 0 0");
        }
        set("lxc.arch", ARCHITECTURES.getOrDefault(ct.option("arch", "amd64"), "x86_64"));
        set("lxc.uts.name", ct.name());
        IdMap map = IdMap.of(ct.isUnprivileged());
        if (map.isShifted()) {
            map.lines().forEach(line -> set("lxc.idmap", line));
        }
    }

    private void confinement() {
        if (around.confined()) {
            set("lxc.apparmor.profile", "generated");
            set("lxc.apparmor.allow_nesting", ct.has("nesting") ? 1 : 0);
            for (String type : ct.mayMount()) {
                set("lxc.apparmor.raw", "mount fstype=" + type + ",");
            }
        }
        if (ct.has("fuse")) {
            set("lxc.mount.entry", "/dev/fuse dev/fuse none bind,create=file,optional 0 0");
        }
        if (ct.has("force_rw_sys") || ct.has("nesting")) {
            set("lxc.mount.auto", "sys:rw");
        }
        // every container has keys of its own, so that none can see those of another
        set("lxc.keyring.session", 1);
    }

    private void limits() {
        set("lxc.cgroup.dir.monitor", CtGroups.monitorPath(ct.vmid()));
        set("lxc.cgroup.dir.container", CtGroups.path(ct.vmid()));
        set("lxc.cgroup.dir.container.inner", "ns");
        String prefix = around.unified() ? "lxc.cgroup2." : "lxc.cgroup.";
        around.limits().forEach((key, value) -> set(prefix + key, value));
    }

    private void mounts() {
        set("lxc.rootfs.path", "dir:" + around.rootfs());
        for (MountPoint m : ct.mounts()) {
            Path source = around.sources().get(m.option());
            if (source == null || m.isRoot()) {
                if (m.isRoot() && m.isOn("ro")) {
                    set("lxc.rootfs.options", "ro");
                }
                continue;
            }
            String options = "bind,create=dir" + (m.isOn("ro") ? ",ro" : "");
            set(
                    "lxc.mount.entry",
                    escaped(source.toString()) + " " + escaped(m.target().substring(1)) + " none " + options + " 0 0");
        }
    }

    /** As in fstab(5). */
    private static String escaped(String path) {
        return path.replace("\\", "\\134")
                .replace(" ", "\\040")
                .replace("\t", "\\011")
                .replace("\n", "\\012");
    }

    private void system() {
        set("lxc.tty.max", ct.number("tty", 2));
        if (!ct.isOn("console", true)) {
            set("lxc.console.path", "none");
        }
        set("lxc.environment", "TERM=linux");
        ct.option("env").ifPresent(env -> List.of(env.split("\0")).forEach(e -> set("lxc.environment", e)));
        ct.option("entrypoint").ifPresent(program -> set("lxc.init.cmd", program));
        // systemd's own signal for a power failure; others halt by SIGPWR too
        set("lxc.signal.halt", isSystemd() ? "SIGRTMIN+3" : "SIGPWR");
    }

    private boolean isSystemd() {
        return switch (ct.option("ostype", "")) {
            case "alpine", "devuan", "gentoo", "unmanaged", "" -> false;
            default -> true;
        };
    }

    private void nic(CtNic nic) {
        String prefix = "lxc.net." + nic.index() + ".";
        set(prefix + "type", "veth");
        if (nic.text("tag").isEmpty() && nic.text("trunks").isEmpty()) {
            // one with VLANs is put into its bridge after the start, and never without them
            nic.text("bridge").ifPresent(b -> set(prefix + "link", b));
        }
        set(prefix + "veth.pair", nic.veth(ct.vmid()));
        nic.text("hwaddr").ifPresent(a -> set(prefix + "hwaddr", a.toLowerCase(Locale.ROOT)));
        nic.text("mtu").ifPresent(m -> set(prefix + "mtu", m));
        set(prefix + "name", nic.name());
        if (!Boolean.TRUE.equals(nic.keys().get("link_down"))) {
            set(prefix + "flags", "up");
        }
    }
}
