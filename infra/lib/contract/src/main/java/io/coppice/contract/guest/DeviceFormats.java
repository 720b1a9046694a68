package io.coppice.contract.guest;

import static io.coppice.contract.schema.Schema.bool;
import static io.coppice.contract.schema.Schema.integer;
import static io.coppice.contract.schema.Schema.number;
import static io.coppice.contract.schema.Schema.oneOfTexts;
import static io.coppice.contract.schema.Schema.string;

import io.coppice.contract.schema.PropertyFormat;
import io.coppice.contract.schema.Schema;
import java.util.LinkedHashMap;
import java.util.Map;

/** The property strings of devices. */
public final class DeviceFormats {
    public static final PropertyFormat NIC = new PropertyFormat("qemu.net[n]", nic());
    public static final PropertyFormat AGENT = new PropertyFormat("qemu.agent", agent());
    public static final PropertyFormat VGA = new PropertyFormat("qemu.vga", vga());
    public static final PropertyFormat AUDIO = new PropertyFormat("qemu.audio0", audio());
    public static final PropertyFormat SPICE = new PropertyFormat("qemu.spice_enhancements", spice());
    public static final PropertyFormat USB = new PropertyFormat("qemu.usb[n]", usb());
    public static final PropertyFormat PCI = new PropertyFormat("pve-qm-hostpci", pci());
    public static final PropertyFormat RANDOMNESS = new PropertyFormat("pve-qm-rng", randomness());
    public static final PropertyFormat WATCHDOG = new PropertyFormat("pve-qm-watchdog", watchdog());
    public static final PropertyFormat SHARED_MEMORY = new PropertyFormat("qemu.ivshmem", sharedMemory());
    public static final PropertyFormat DIRECTORY = new PropertyFormat("qemu.virtiofs[n]", directory());
    public static final PropertyFormat CLOUD_INIT_FILES = new PropertyFormat("pve-qm-cicustom", cloudInitFiles());
    public static final PropertyFormat ADDRESSES = new PropertyFormat("pve-qm-ipconfig", addresses());

    private DeviceFormats() {}

    private static Map<String, Schema> nic() {
        Map<String, Schema> keys = new LinkedHashMap<>();
        keys.put("bridge", string().format("pve-bridge-id").optional());
        keys.put("e1000", string().alias("macaddr").keyAlias("model"));
        keys.put("e1000-82540em", string().alias("macaddr").keyAlias("model"));
        keys.put("e1000-82544gc", string().alias("macaddr").keyAlias("model"));
        keys.put("e1000-82545em", string().alias("macaddr").keyAlias("model"));
        keys.put("e1000e", string().alias("macaddr").keyAlias("model"));
        keys.put("firewall", bool().optional());
        keys.put("i82551", string().alias("macaddr").keyAlias("model"));
        keys.put("i82557b", string().alias("macaddr").keyAlias("model"));
        keys.put("i82559er", string().alias("macaddr").keyAlias("model"));
        keys.put("link_down", bool().optional());
        keys.put("macaddr", string().format("mac-addr").optional());
        keys.put(
                "model",
                oneOfTexts(
                                "e1000",
                                "e1000-82540em",
                                "e1000-82544gc",
                                "e1000-82545em",
                                "e1000e",
                                "i82551",
                                "i82557b",
                                "i82559er",
                                "ne2k_isa",
                                "ne2k_pci",
                                "pcnet",
                                "rtl8139",
                                "virtio",
                                "vmxnet3")
                        .defaultKey());
        keys.put("mtu", integer().min(1).max(65520).optional());
        keys.put("ne2k_isa", string().alias("macaddr").keyAlias("model"));
        keys.put("ne2k_pci", string().alias("macaddr").keyAlias("model"));
        keys.put("pcnet", string().alias("macaddr").keyAlias("model"));
        keys.put("queues", integer().min(0).max(64).optional());
        keys.put("rate", number().min(0).optional());
        keys.put("rtl8139", string().alias("macaddr").keyAlias("model"));
        keys.put("tag", integer().min(1).max(4094).optional());
        keys.put(
                "trunks",
                string().pattern("(?:\\d+(?:-\\d+)?(?:;\\d+(?:-\\d+)?)*)").optional());
        keys.put("virtio", string().alias("macaddr").keyAlias("model"));
        keys.put("vmxnet3", string().alias("macaddr").keyAlias("model"));
        return keys;
    }

    private static Map<String, Schema> agent() {
        Map<String, Schema> keys = new LinkedHashMap<>();
        keys.put("enabled", bool().defaultKey().documentedDefault(0));
        keys.put("freeze-fs", bool().otherwise(1));
        keys.put("freeze-fs-on-backup", string().alias("freeze-fs"));
        keys.put("fstrim_cloned_disks", bool().otherwise(0));
        keys.put("guest-fsfreeze", string().alias("freeze-fs"));
        keys.put("type", oneOfTexts("virtio", "isa").otherwise("virtio"));
        return keys;
    }

    private static Map<String, Schema> vga() {
        Map<String, Schema> keys = new LinkedHashMap<>();
        keys.put("clipboard", oneOfTexts("vnc").optional());
        keys.put("memory", integer().min(4).max(512).optional());
        keys.put(
                "type",
                oneOfTexts(
                                "cirrus",
                                "qxl",
                                "qxl2",
                                "qxl3",
                                "qxl4",
                                "none",
                                "serial0",
                                "serial1",
                                "serial2",
                                "serial3",
                                "std",
                                "virtio",
                                "virtio-gl",
                                "vmware")
                        .defaultKey()
                        .otherwise("std"));
        return keys;
    }

    private static Map<String, Schema> audio() {
        Map<String, Schema> keys = new LinkedHashMap<>();
        keys.put("device", oneOfTexts("ich9-intel-hda", "intel-hda", "AC97"));
        keys.put("driver", oneOfTexts("spice", "none").otherwise("spice"));
        return keys;
    }

    private static Map<String, Schema> spice() {
        Map<String, Schema> keys = new LinkedHashMap<>();
        keys.put("foldersharing", bool().otherwise("0"));
        keys.put("videostreaming", oneOfTexts("off", "all", "filter").otherwise("off"));
        return keys;
    }

    private static Map<String, Schema> usb() {
        Map<String, Schema> keys = new LinkedHashMap<>();
        keys.put(
                "host",
                string().pattern(
                                "(?:(?:(?:(?:(0x)?([0-9A-Fa-f]{4}):(0x)?([0-9A-Fa-f]{4})))|(?:(?:(\\d+)\\-(\\d+(\\.\\d+)*)))|[Ss][Pp][Ii][Cc][Ee]))")
                        .defaultKey()
                        .optional());
        keys.put("mapping", string().format("pve-configid").optional());
        keys.put("usb3", bool().otherwise(0));
        return keys;
    }

    private static Map<String, Schema> pci() {
        Map<String, Schema> keys = new LinkedHashMap<>();
        keys.put("device-id", string().pattern("(?:^0x[0-9a-fA-F]{4}$)").optional());
        keys.put("driver", oneOfTexts("vfio", "keep").otherwise("vfio"));
        keys.put(
                "host",
                string().pattern(
                                "(?:(?:[a-f0-9]{4,}:)?[a-f0-9]{2}:[a-f0-9]{2}(?:\\.[a-f0-9])?(;(?:[a-f0-9]{4,}:)?[a-f0-9]{2}:[a-f0-9]{2}(?:\\.[a-f0-9])?)*)")
                        .defaultKey()
                        .optional());
        keys.put("legacy-igd", bool().otherwise(0));
        keys.put("mapping", string().format("pve-configid").optional());
        keys.put("mdev", string().pattern("[^/\\.:]+").optional());
        keys.put("pcie", bool().otherwise(0));
        keys.put("rombar", bool().otherwise(1));
        keys.put("romfile", string().pattern("[^,;]+").optional());
        keys.put("sub-device-id", string().pattern("(?:^0x[0-9a-fA-F]{4}$)").optional());
        keys.put("sub-vendor-id", string().pattern("(?:^0x[0-9a-fA-F]{4}$)").optional());
        keys.put("vendor-id", string().pattern("(?:^0x[0-9a-fA-F]{4}$)").optional());
        keys.put("x-vga", bool().otherwise(0));
        return keys;
    }

    private static Map<String, Schema> randomness() {
        Map<String, Schema> keys = new LinkedHashMap<>();
        keys.put("max_bytes", integer().otherwise(1024));
        keys.put("period", integer().otherwise(1000));
        keys.put(
                "source",
                oneOfTexts("/dev/urandom", "/dev/random", "/dev/hwrng").defaultKey());
        return keys;
    }

    private static Map<String, Schema> watchdog() {
        Map<String, Schema> keys = new LinkedHashMap<>();
        keys.put(
                "action",
                oneOfTexts("reset", "shutdown", "poweroff", "pause", "debug", "none")
                        .optional());
        keys.put("model", oneOfTexts("i6300esb", "ib700").defaultKey().otherwise("i6300esb"));
        return keys;
    }

    private static Map<String, Schema> sharedMemory() {
        Map<String, Schema> keys = new LinkedHashMap<>();
        keys.put("name", string().pattern("[a-zA-Z0-9\\-]+").optional());
        keys.put("size", integer().min(1));
        return keys;
    }

    private static Map<String, Schema> directory() {
        Map<String, Schema> keys = new LinkedHashMap<>();
        keys.put("cache", oneOfTexts("auto", "always", "metadata", "never").otherwise("auto"));
        keys.put("direct-io", bool().otherwise(0));
        keys.put("dirid", string().format("pve-configid").defaultKey());
        keys.put("expose-acl", bool().otherwise(0));
        keys.put("expose-xattr", bool().otherwise(0));
        return keys;
    }

    private static Map<String, Schema> cloudInitFiles() {
        Map<String, Schema> keys = new LinkedHashMap<>();
        keys.put("meta", string().format("pve-volume-id").optional());
        keys.put("network", string().format("pve-volume-id").optional());
        keys.put("user", string().format("pve-volume-id").optional());
        keys.put("vendor", string().format("pve-volume-id").optional());
        return keys;
    }

    private static Map<String, Schema> addresses() {
        Map<String, Schema> keys = new LinkedHashMap<>();
        keys.put("gw", string().format("ipv4").requires("ip").optional());
        keys.put("gw6", string().format("ipv6").requires("ip6").optional());
        keys.put("ip", string().format("pve-ipv4-config").otherwise("dhcp"));
        keys.put("ip6", string().format("pve-ipv6-config").otherwise("dhcp"));
        return keys;
    }
}
