package io.coppice.contract.guest;

import static io.coppice.contract.guest.GuestOption.family;
import static io.coppice.contract.guest.GuestOption.option;
import static io.coppice.contract.schema.Schema.bool;
import static io.coppice.contract.schema.Schema.integer;
import static io.coppice.contract.schema.Schema.number;
import static io.coppice.contract.schema.Schema.oneOfTexts;
import static io.coppice.contract.schema.Schema.string;

import io.coppice.contract.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All options of containers. */
public final class CtOptions {
    private static final String LINE = "[^\\x00-\\x08\\x0a-\\x1F\\x7F]";

    private static final List<GuestOption> LIMITS = List.of(
            option("cores", integer(1, 8192).optional())
                    .changedBy("VM.Config.CPU")
                    .says("Processors it may use at once; all where nothing is said."),
            option("cpulimit", number().min(0).max(8192).otherwise(0))
                    .changedBy("VM.Config.CPU")
                    .says("Host processors it may use up, 0 for no limit."),
            option("cpuunits", integer(0, 500000).otherwise("$cgroup(v1=1024,v2=100)"))
                    .changedBy("VM.Config.CPU")
                    .says("Its share of processor time."),
            option("memory", integer().min(16).otherwise(512))
                    .changedBy("VM.Config.Memory")
                    .says("Memory (MiB)."),
            option("swap", integer().min(0).otherwise(512))
                    .changedBy("VM.Config.Memory")
                    .says("Swap (MiB)."));

    private static final List<GuestOption> VOLUMES = List.of(
            option("rootfs", string().format(CtFormats.ROOT).optional())
                    .changedBy("VM.Config.Disk")
                    .says("Its root file system."),
            family("mp[n]", 255, string().format(CtFormats.MOUNT).optional())
                    .changedBy("VM.Config.Disk")
                    .says("Another volume, or a directory of the host."),
            family("unused[n]", 255, string().format(CtFormats.UNUSED).optional())
                    .changedBy("VM.Config.Disk")
                    .takesEffect(GuestOption.Effect.NOW)
                    .says("A volume that it has but does not use."));

    private static final List<GuestOption> NETWORK = List.of(
            family("net[n]", 31, string().format(CtFormats.NIC).optional())
                    .changedBy("VM.Config.Network")
                    .says("A network card."),
            option("hostname", string().format("dns-name").maxLength(255).optional())
                    .changedBy("VM.Config.Network")
                    .says("Its host name."),
            option("nameserver", string().format("lxc-ip-with-ll-iface-list").optional())
                    .changedBy("VM.Config.Network")
                    .says("Name servers; the node's where nothing is said."),
            option("searchdomain", string().format("dns-name-list").optional())
                    .changedBy("VM.Config.Network")
                    .says("Search domains; the node's where nothing is said."));

    private static final List<GuestOption> SYSTEM = List.of(
            option(
                            "arch",
                            oneOfTexts("amd64", "i386", "arm64", "armhf", "riscv32", "riscv64")
                                    .otherwise("amd64"))
                    .changedBy("VM.Config.Options")
                    .says("Its architecture."),
            option(
                            "ostype",
                            oneOfTexts(
                                            "debian",
                                            "devuan",
                                            "ubuntu",
                                            "centos",
                                            "fedora",
                                            "opensuse",
                                            "archlinux",
                                            "alpine",
                                            "gentoo",
                                            "nixos",
                                            "unmanaged")
                                    .optional())
                    .changedBy("VM.Config.Options")
                    .says("The system in it, by which it is set up."),
            option("cmode", oneOfTexts("shell", "console", "tty").otherwise("tty"))
                    .changedBy("VM.Config.Options")
                    .says("What a console opens."),
            option("console", bool().otherwise(1))
                    .changedBy("VM.Config.Options")
                    .says("It has /dev/console."),
            option("tty", integer(0, 6).otherwise(2))
                    .changedBy("VM.Config.Options")
                    .says("Terminals that it has."),
            option("timezone", string().format("pve-ct-timezone").optional())
                    .changedBy("VM.Config.Options")
                    .says("Its time zone; host for the node's."),
            option("entrypoint", string().pattern("(?:" + LINE + "+)").otherwise("/sbin/init"))
                    .changedBy("VM.Config.Options")
                    .says("The program that it starts."),
            option(
                            "env",
                            string().pattern("(?:(?:\\w+=" + LINE + "*)(?:\\x00\\w+=" + LINE + "*)*)")
                                    .optional())
                    .changedBy("VM.Config.Options")
                    .says("Environment of its first process."),
            option("features", string().format(CtFormats.FEATURES).optional())
                    .changedBy("VM.Allocate")
                    .says("What it may do beyond the usual; all but nesting are root's to allow."),
            family("dev[n]", 255, string().format(CtFormats.DEVICE).optional())
                    .rootOnly()
                    .says("A device of the host."),
            option("unprivileged", bool().otherwise(0))
                    .changedBy("VM.Config.Options")
                    .says("Its root is nobody on the host; cannot be changed once it is made."));

    private static final List<GuestOption> GENERAL = List.of(
            general("description", string().maxLength(8192).optional(), "Notes."),
            general("tags", string().format("pve-tag-list").optional(), "Tags."),
            general("onboot", bool().otherwise(0), "Start with the node."),
            general(
                    "startup",
                    string().format("pve-startup-order").optional(),
                    "When it starts and stops with the node."),
            general("protection", bool().otherwise(0), "Neither it nor its volumes can be removed."),
            general("template", bool().otherwise(0), "It is a template."),
            general("debug", bool().otherwise(0), "Its start is logged in detail."),
            general(
                            "hookscript",
                            string().format("pve-volume-id").optional(),
                            "A snippet that runs at starts and stops.")
                    .rootOnly(),
            general(
                            "lock",
                            oneOfTexts(
                                            "backup",
                                            "create",
                                            "destroyed",
                                            "disk",
                                            "fstrim",
                                            "migrate",
                                            "mounted",
                                            "rollback",
                                            "snapshot",
                                            "snapshot-delete")
                                    .optional(),
                            "What it is locked for.")
                    .rootOnly());

    static final List<GuestOption> ALL = Stream.of(LIMITS, VOLUMES, NETWORK, SYSTEM, GENERAL)
            .flatMap(List::stream)
            .toList();

    /** What stands in configurations, but no endpoint takes. */
    static final Map<String, Schema> INTERNAL = Map.of(
            "lxc", Schema.array(Schema.string()), // lines that liblxc gets as they are
            "parent", Schema.string(),
            "snaptime", Schema.integer().min(0),
            "snapstate", Schema.oneOfTexts("prepare", "delete"));

    private CtOptions() {}

    private static GuestOption general(String name, Schema schema, String says) {
        return option(name, schema)
                .changedBy("VM.Config.Options")
                .takesEffect(GuestOption.Effect.NOW)
                .says(says);
    }
}
