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

/** The property strings of containers. */
public final class CtFormats {
    public static final PropertyFormat ROOT = new PropertyFormat("lxc.rootfs", mount());
    public static final PropertyFormat MOUNT = new PropertyFormat("lxc.mp[n]", mountPoint());
    public static final PropertyFormat UNUSED = new PropertyFormat(
            "lxc.unused[n]", Map.of("volume", string().format("pve-volume-id").defaultKey()));
    public static final PropertyFormat NIC = new PropertyFormat("lxc.net[n]", nic());
    public static final PropertyFormat DEVICE = new PropertyFormat("lxc.dev[n]", device());
    public static final PropertyFormat FEATURES = new PropertyFormat("lxc.features", features());

    private static final String RANGE = "[ug]:[0-9]+:[0-9]+:[1-9][0-9]*";
    private static final String FLAG = "(discard|lazytime|noatime|nodev|noexec|nosuid)";

    private CtFormats() {}

    private static Map<String, Schema> mount() {
        Map<String, Schema> keys = new LinkedHashMap<>();
        keys.put("volume", string().format("pve-lxc-mp-string").defaultKey());
        keys.put("acl", bool().optional());
        keys.put(
                "idmap",
                string().pattern("(?:^(?:passthrough|" + RANGE + "(?:;" + RANGE + ")*)$)")
                        .optional());
        keys.put(
                "mountoptions",
                string().pattern("(?:(?:" + FLAG + ")(;(?:" + FLAG + "))*)").optional());
        keys.put("quota", bool().optional());
        keys.put("replicate", bool().otherwise(1));
        keys.put("ro", bool().optional());
        keys.put("shared", bool().otherwise(0));
        keys.put("size", string().format("disk-size").optional());
        return keys;
    }

    private static Map<String, Schema> mountPoint() {
        Map<String, Schema> keys = mount();
        keys.put("backup", bool().optional());
        keys.put("keepattrs", bool().otherwise(0));
        keys.put("mp", string().format("pve-lxc-mp-string"));
        return keys;
    }

    private static Map<String, Schema> nic() {
        Map<String, Schema> keys = new LinkedHashMap<>();
        keys.put("name", string().pattern("[-_.\\w\\d]+"));
        keys.put("bridge", string().pattern("[-_.\\w\\d]+").optional());
        keys.put("firewall", bool().optional());
        keys.put("gw", string().format("ipv4").optional());
        keys.put("gw6", string().format("ipv6").optional());
        keys.put("host-managed", bool().optional());
        keys.put("hwaddr", string().format("mac-addr").optional());
        keys.put("ip", string().format("pve-ipv4-config").optional());
        keys.put("ip6", string().format("pve-ipv6-config").optional());
        keys.put("link_down", bool().optional());
        keys.put("mtu", integer(64, 65535).optional());
        keys.put("rate", number().optional());
        keys.put("tag", integer(1, 4094).optional());
        keys.put("trunks", string().pattern("(?:\\d+(?:;\\d+)*)").optional());
        keys.put("type", oneOfTexts("veth").optional());
        return keys;
    }

    private static Map<String, Schema> device() {
        Map<String, Schema> keys = new LinkedHashMap<>();
        keys.put("path", string().format("pve-lxc-dev-string").defaultKey().optional());
        keys.put("deny-write", bool().otherwise(0));
        keys.put("gid", integer().min(0).optional());
        keys.put("mode", string().pattern("0[0-7]{3}").optional());
        keys.put("uid", integer().min(0).optional());
        return keys;
    }

    private static Map<String, Schema> features() {
        Map<String, Schema> keys = new LinkedHashMap<>();
        keys.put("force_rw_sys", bool().otherwise(0));
        keys.put("fuse", bool().otherwise(0));
        keys.put("keyctl", bool().otherwise(0));
        keys.put("mknod", bool().otherwise(0));
        keys.put("mount", string().pattern("(?:[a-zA-Z0-9_; ]+)").optional());
        keys.put("nesting", bool().otherwise(0));
        return keys;
    }
}
