package io.coppice.contract.storage;

import static io.coppice.contract.schema.Schema.bool;
import static io.coppice.contract.schema.Schema.integer;
import static io.coppice.contract.schema.Schema.oneOfTexts;
import static io.coppice.contract.schema.Schema.string;

import io.coppice.contract.endpoint.Parameter;
import io.coppice.contract.schema.Schema;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Everything that a storage's section may say, of whatever kind it is. {@link StorageKind} tells what belongs to which. */
public final class StorageOptions {
    /** What cannot be changed once the storage is there: it would be another storage. */
    public static final Set<String> FIXED = Set.of(
            "authsupported",
            "base",
            "datastore",
            "export",
            "iscsiprovider",
            "path",
            "portal",
            "share",
            "target",
            "thinpool",
            "vgname");

    private static final Set<String> SECRET = Set.of("password", "encryption-key", "keyring");
    private static final Map<String, Schema> ALL = new LinkedHashMap<>();

    private StorageOptions() {}

    static {
        files();
        blocks();
        servers();
    }

    private static void files() {
        option(
                "bwlimit",
                "Limits of bandwidth by what it is for, KiB/s.",
                string().format(BandwidthLimits.FORMAT).optional());
        option(
                "content",
                "What it may hold.",
                string().format("pve-storage-content-list").optional());
        option(
                "content-dirs",
                "Directories by content, relative to the path.",
                string().format("pve-dir-override-list").optional());
        option("create-base-path", "Make the path where it is not there.", bool().otherwise("yes"));
        option("create-subdirs", "Make the directories by content.", bool().otherwise("yes"));
        option("disable", "It is not used.", bool().optional());
        option(
                "format",
                "The format of new images.",
                oneOfTexts("raw", "qcow2", "subvol", "vmdk").optional());
        option("is_mountpoint", "The path must be a mount point; or another path that must.", string().otherwise("no"));
        option(
                "max-protected-backups",
                "How many protected backups a guest may have, -1 for any number.",
                integer().min(-1).otherwise("$unlimited-if-Datastore.Allocate-else-5"));
        option("mkdir", "Make the path; create-base-path and create-subdirs are its parts.", bool().otherwise("yes"));
        option("nocow", "Switch copy-on-write off.", bool().otherwise(0));
        option(
                "nodes",
                "The nodes that use it; all where it is left out.",
                string().format("pve-node-list").optional());
        option("path", "The directory.", string().format("pve-storage-path").optional());
        option(
                "preallocation",
                "How raw and qcow2 images are laid out.",
                oneOfTexts("off", "metadata", "falloc", "full").otherwise("metadata"));
        option(
                "prune-backups",
                "Which backups are kept.",
                string().format("prune-backups").optional());
        option("shared", "All nodes see the same.", bool().optional());
        option("snapshot-as-volume-chain", "A snapshot is a volume of its own.", bool().otherwise(0));
    }

    private static void blocks() {
        option("authsupported", "How Ceph clients authenticate.", string().optional());
        option(
                "base",
                "The volume that LVM lies on.",
                string().format("pve-volume-id").optional());
        option(
                "blocksize",
                "Size of a ZFS block.",
                string().format("pve-storage-zfs-blocksize").optional());
        option("comstar_hg", "Host group of a COMSTAR view.", string().optional());
        option("comstar_tg", "Target group of a COMSTAR view.", string().optional());
        option("data-pool", "Pool for the data alone.", string().optional());
        option(
                "fs-name",
                "The file system's name.",
                string().format("pve-configid").optional());
        option("fuse", "Mount by FUSE.", bool().optional());
        option("iscsiprovider", "What serves iSCSI on the other side.", string().optional());
        option("keyring", "The client's keyring.", string().optional());
        option("krbd", "Always map by the kernel.", bool().otherwise(0));
        option("lio_tpg", "Target portal group of LIO.", string().optional());
        option(
                "monhost",
                "The monitors' addresses.",
                string().format("pve-storage-portal-dns-list").optional());
        option(
                "mountpoint",
                "Where it is mounted.",
                string().format("pve-storage-path").optional());
        option("nowritecache", "No write cache on the target.", bool().optional());
        option("pool", "The pool.", string().optional());
        option(
                "portal",
                "The iSCSI portal.",
                string().format("pve-storage-portal-dns").optional());
        option("saferemove", "Overwrite with zeros what is removed.", bool().optional());
        option(
                "saferemove-stepsize",
                "How much is overwritten at once, MiB.",
                integer().values(List.of("1", "2", "4", "8", "16", "32")).otherwise(32));
        option("saferemove_throughput", "How fast, for cstream.", string().optional());
        option("sparse", "Volumes take only what is written.", bool().optional());
        option("tagged_only", "Only volumes with the tag.", bool().optional());
        option("target", "The iSCSI target.", string().optional());
        option(
                "thinpool",
                "The thin pool.",
                string().format("pve-storage-vgname").optional());
        option(
                "vgname",
                "The volume group.",
                string().format("pve-storage-vgname").optional());
        option(
                "zfs-base-path",
                "Where the target has its zvols.",
                string().format("pve-storage-path").optional());
    }

    private static void servers() {
        option("datastore", "The backup server's datastore.", string().optional());
        option("domain", "The domain of the user.", string().maxLength(256).optional());
        option("encryption-key", "The key that backups are encrypted with.", string().optional());
        option(
                "export",
                "The exported path.",
                string().format("pve-storage-path").optional());
        option(
                "fingerprint",
                "SHA-256 of the server's certificate.",
                string().pattern("([A-Fa-f0-9]{2}:){31}[A-Fa-f0-9]{2}").optional());
        option("master-pubkey", "Public key for the backups' keys.", string().optional());
        option("namespace", "A namespace within it.", string().optional());
        option(
                "options",
                "Options of mounting.",
                string().format("pve-storage-options").optional());
        option("password", "The password.", string().maxLength(256).optional());
        option("port", "The port of the server.", integer().min(1).max(65535).optional());
        option("server", "The server.", string().format("pve-storage-server").optional());
        option("share", "The share.", string().optional());
        option("skip-cert-verification", "Believe every certificate.", bool().otherwise("false"));
        option(
                "smbversion",
                "The version of SMB.",
                oneOfTexts("default", "2.0", "2.1", "3", "3.0", "3.11").otherwise("default"));
        option(
                "subdir",
                "A directory within.",
                string().format("pve-storage-path").optional());
        option("username", "The user.", string().optional());
    }

    private static void option(String name, String says, Schema schema) {
        ALL.put(name, schema.says(says));
    }

    public static Map<String, Schema> all() {
        return Collections.unmodifiableMap(ALL);
    }

    /** The parameters of {@code POST /storage}. */
    public static List<Parameter> forCreate() {
        return ALL.entrySet().stream()
                .map(e -> parameter(e.getKey(), e.getValue()))
                .toList();
    }

    /** The parameters of {@code PUT /storage/{storage}}. */
    public static List<Parameter> forUpdate() {
        return forCreate().stream().filter(p -> !FIXED.contains(p.name())).toList();
    }

    private static Parameter parameter(String name, Schema schema) {
        return new Parameter(name, schema, false, false, SECRET.contains(name));
    }
}
