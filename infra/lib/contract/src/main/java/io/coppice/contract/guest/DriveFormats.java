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

/** The property strings of disks: each bus has the common keys and some of its own. */
public final class DriveFormats {
    public static final PropertyFormat IDE = drive("qemu.ide[n]", ide());
    public static final PropertyFormat CDROM = drive("pve-qm-ide", ide());
    public static final PropertyFormat SATA = drive("qemu.sata[n]", sata());
    public static final PropertyFormat SCSI = drive("qemu.scsi[n]", scsi());
    public static final PropertyFormat VIRTIO = drive("qemu.virtio[n]", virtio());
    public static final PropertyFormat EFI = new PropertyFormat("qemu.efidisk0", efi());
    public static final PropertyFormat TPM = new PropertyFormat("qemu.tpmstate0", tpm());
    public static final PropertyFormat UNUSED = new PropertyFormat("qemu.unused[n]", unused());

    private DriveFormats() {}

    private static PropertyFormat drive(String name, Map<String, Schema> own) {
        Map<String, Schema> keys = new LinkedHashMap<>();
        keys.put("aio", oneOfTexts("native", "threads", "io_uring").optional());
        keys.put("backup", bool().optional());
        keys.put(
                "cache",
                oneOfTexts("none", "writethrough", "writeback", "unsafe", "directsync")
                        .optional());
        keys.put("detect_zeroes", bool().optional());
        keys.put("discard", oneOfTexts("ignore", "on").optional());
        keys.put("file", string().format("pve-volume-id-or-qm-path").defaultKey());
        keys.put(
                "format",
                oneOfTexts("raw", "qcow", "qed", "qcow2", "vmdk", "cloop").optional());
        keys.put(
                "import-from", string().format("pve-volume-id-or-absolute-path").optional());
        keys.put("media", oneOfTexts("cdrom", "disk").otherwise("disk"));
        keys.put("replicate", bool().otherwise(1));
        keys.put("rerror", oneOfTexts("ignore", "report", "stop").optional());
        keys.put("serial", string().format("urlencoded").maxLength(60).optional());
        keys.put("shared", bool().otherwise(0));
        keys.put("size", string().format("disk-size").optional());
        keys.put("snapshot", bool().optional());
        keys.put("volume", string().alias("file"));
        keys.put("werror", oneOfTexts("enospc", "ignore", "report", "stop").optional());
        limits(keys);
        keys.putAll(own);
        return new PropertyFormat(name, keys);
    }

    /** Throttling; a length is in seconds. */
    private static void limits(Map<String, Schema> keys) {
        keys.put("bps", integer().optional());
        keys.put("bps_max_length", integer().min(1).optional());
        keys.put("bps_rd", integer().optional());
        keys.put("bps_rd_length", string().alias("bps_rd_max_length"));
        keys.put("bps_rd_max_length", integer().min(1).optional());
        keys.put("bps_wr", integer().optional());
        keys.put("bps_wr_length", string().alias("bps_wr_max_length"));
        keys.put("bps_wr_max_length", integer().min(1).optional());
        keys.put("iops", integer().optional());
        keys.put("iops_max", integer().optional());
        keys.put("iops_max_length", integer().min(1).optional());
        keys.put("iops_rd", integer().optional());
        keys.put("iops_rd_length", string().alias("iops_rd_max_length"));
        keys.put("iops_rd_max", integer().optional());
        keys.put("iops_rd_max_length", integer().min(1).optional());
        keys.put("iops_wr", integer().optional());
        keys.put("iops_wr_length", string().alias("iops_wr_max_length"));
        keys.put("iops_wr_max", integer().optional());
        keys.put("iops_wr_max_length", integer().min(1).optional());
        keys.put("mbps", number().optional());
        keys.put("mbps_max", number().optional());
        keys.put("mbps_rd", number().optional());
        keys.put("mbps_rd_max", number().optional());
        keys.put("mbps_wr", number().optional());
        keys.put("mbps_wr_max", number().optional());
    }

    private static Map<String, Schema> ide() {
        Map<String, Schema> keys = new LinkedHashMap<>();
        keys.put("model", string().format("urlencoded").maxLength(120).optional());
        keys.put("ssd", bool().optional());
        keys.put("wwn", string().pattern("(?:^(0x)[0-9a-fA-F]{16})").optional());
        return keys;
    }

    private static Map<String, Schema> sata() {
        Map<String, Schema> keys = new LinkedHashMap<>();
        keys.put("ssd", bool().optional());
        keys.put("wwn", string().pattern("(?:^(0x)[0-9a-fA-F]{16})").optional());
        return keys;
    }

    private static Map<String, Schema> scsi() {
        Map<String, Schema> keys = new LinkedHashMap<>();
        keys.put("iothread", bool().optional());
        keys.put("product", string().pattern("[A-Za-z0-9\\-_\\s]{0,16}").optional());
        keys.put("queues", integer().min(2).optional());
        keys.put("ro", bool().optional());
        keys.put("scsiblock", bool().otherwise(0));
        keys.put("ssd", bool().optional());
        keys.put("vendor", string().pattern("[A-Za-z0-9\\-_\\s]{0,8}").optional());
        keys.put("wwn", string().pattern("(?:^(0x)[0-9a-fA-F]{16})").optional());
        return keys;
    }

    private static Map<String, Schema> virtio() {
        Map<String, Schema> keys = new LinkedHashMap<>();
        keys.put("iothread", bool().optional());
        keys.put("ro", bool().optional());
        return keys;
    }

    private static Map<String, Schema> efi() {
        Map<String, Schema> keys = new LinkedHashMap<>();
        keys.put("efitype", oneOfTexts("2m", "4m").otherwise("2m"));
        keys.put("file", string().format("pve-volume-id-or-qm-path").defaultKey());
        keys.put(
                "format",
                oneOfTexts("raw", "qcow", "qed", "qcow2", "vmdk", "cloop").optional());
        keys.put(
                "import-from", string().format("pve-volume-id-or-absolute-path").optional());
        keys.put("ms-cert", oneOfTexts("2011", "2023", "2023w", "2023k").otherwise("2011"));
        keys.put("pre-enrolled-keys", bool().otherwise(0));
        keys.put("size", string().format("disk-size").optional());
        keys.put("volume", string().alias("file"));
        return keys;
    }

    private static Map<String, Schema> tpm() {
        Map<String, Schema> keys = new LinkedHashMap<>();
        keys.put("file", string().format("pve-volume-id-or-qm-path").defaultKey());
        keys.put("format", oneOfTexts("raw", "qcow2", "vmdk").optional());
        keys.put(
                "import-from", string().format("pve-volume-id-or-absolute-path").optional());
        keys.put("size", string().format("disk-size").optional());
        keys.put("version", oneOfTexts("v1.2", "v2.0").otherwise("v1.2"));
        keys.put("volume", string().alias("file"));
        return keys;
    }

    private static Map<String, Schema> unused() {
        Map<String, Schema> keys = new LinkedHashMap<>();
        keys.put("file", string().format("pve-volume-id").defaultKey());
        keys.put("volume", string().alias("file"));
        return keys;
    }
}
