package io.coppice.contract.storage;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The kinds of storages: which options belong to each, and which must be given. The source is each kind's documentation. */
public enum StorageKind {
    BTRFS(
            "path",
            "path nodes shared disable prune-backups max-protected-backups content format is_mountpoint nocow mkdir create-base-path create-subdirs preallocation bwlimit"),
    CEPHFS(
            "",
            "path content-dirs monhost nodes subdir disable options username content format mkdir create-base-path create-subdirs bwlimit keyring fs-name fuse prune-backups max-protected-backups"),
    CIFS(
            "server share",
            "path content-dirs server share subdir nodes disable options prune-backups max-protected-backups content format username password domain smbversion mkdir create-base-path create-subdirs bwlimit preallocation snapshot-as-volume-chain"),
    DIR(
            "path",
            "path content-dirs nodes shared disable prune-backups max-protected-backups content format mkdir create-base-path create-subdirs is_mountpoint bwlimit preallocation snapshot-as-volume-chain"),
    ESXI(
            "server username password",
            "server username password nodes shared disable content skip-cert-verification port"),
    ISCSI("portal target", "portal target nodes disable content bwlimit"),
    ISCSIDIRECT("portal target", "portal target nodes disable content bwlimit"),
    LVM(
            "vgname",
            "vgname nodes shared disable saferemove saferemove-stepsize saferemove_throughput content base tagged_only bwlimit snapshot-as-volume-chain"),
    LVMTHIN("thinpool vgname", "thinpool vgname nodes disable content bwlimit"),
    NFS(
            "server export",
            "path content-dirs server export nodes disable options prune-backups max-protected-backups content format mkdir create-base-path create-subdirs bwlimit preallocation snapshot-as-volume-chain"),
    PBS(
            "server datastore username",
            "server datastore namespace port nodes disable content username password encryption-key master-pubkey prune-backups max-protected-backups fingerprint skip-cert-verification"),
    RBD("pool", "monhost nodes disable pool data-pool namespace username content krbd keyring bwlimit authsupported"),
    ZFS(
            "portal target iscsiprovider pool blocksize",
            "portal target iscsiprovider pool blocksize nodes disable nowritecache sparse comstar_hg comstar_tg lio_tpg content bwlimit zfs-base-path"),
    ZFSPOOL("pool", "pool blocksize sparse nodes disable content bwlimit mountpoint");

    private final Set<String> required;
    private final Set<String> options;

    StorageKind(String required, String options) {
        this.required = words(required);
        this.options = words(options);
    }

    private static Set<String> words(String text) {
        Set<String> all = new LinkedHashSet<>(Arrays.asList(text.split(" ")));
        all.remove("");
        return all;
    }

    /** As in {@code storage.cfg}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<StorageKind> of(String label) {
        return Arrays.stream(values()).filter(k -> k.label().equals(label)).findFirst();
    }

    public static List<String> labels() {
        return Arrays.stream(values()).map(StorageKind::label).toList();
    }

    /** Options that must be given when one is made. */
    public Set<String> required() {
        return Set.copyOf(required);
    }

    /** All options that belong to it. */
    public Set<String> options() {
        return Set.copyOf(options);
    }
}
