package io.coppice.contract.schema;

import static io.coppice.contract.schema.ScalarFormat.like;
import static io.coppice.contract.schema.ScalarFormat.of;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Storages, volumes, paths and sizes. */
final class StorageFormats {
    private static final String ID = "[a-zA-Z][a-zA-Z0-9\\-_.]*[a-zA-Z0-9]";
    private static final String VOLUME = ID + ":.+";
    private static final List<String> CONTENT =
            List.of("images", "rootdir", "vztmpl", "iso", "backup", "snippets", "import");

    private StorageFormats() {}

    static Map<String, ScalarFormat> all() {
        Map<String, ScalarFormat> f = new LinkedHashMap<>();
        f.put("pve-storage-id", like(ID, "storage ID '%s' contains illegal characters"));
        f.put("storage-pair", like("1|" + ID + "(?::" + ID + ")?", "'%s' is not a valid pair of storages"));
        f.put(
                "pve-storage-vgname",
                like("[a-zA-Z0-9][a-zA-Z0-9\\-_.]*[a-zA-Z0-9]", "lvm name '%s' contains illegal characters"));
        f.put("pve-volume-id", like(VOLUME, "unable to parse volume ID '%s'"));
        f.put("pve-volume-id-or-absolute-path", like("(?s)/.*|" + VOLUME, "unable to parse volume ID '%s'"));
        f.put("pve-volume-id-or-qm-path", like("none|cdrom|/.*|" + VOLUME, "unable to parse volume ID '%s'"));
        f.put("pve-storage-path", like("/[^;()]+.*", "value does not look like a valid absolute path"));
        f.put(
                "pve-storage-path-in-property-string",
                like("/[^;,=()]+", "value does not look like a valid absolute path"));
        f.put("pve-storage-options", like("\\S+", "value does not look like valid options"));
        f.put(
                "pve-storage-content",
                of(text -> text.equals("none") || CONTENT.contains(text), "invalid content type '%s'"));
        f.put("pve-storage-zfs-blocksize", of(StorageFormats::isBlockSize, "invalid zfs blocksize '%s'"));
        f.put(
                "pve-dir-override",
                of(StorageFormats::isDirectory, "override needs to be in the form of 'content-type=relative-path'"));
        f.put(
                "pve-storage-server",
                of(StorageFormats::isHost, "value does not look like a valid server name or IP address"));
        f.put(
                "pve-storage-portal-dns",
                of(StorageFormats::isPortal, "value does not look like a valid portal name or IP address"));
        f.put(
                "disk-size",
                of(text -> DiskSize.parse(text).isPresent(), "value does not look like a valid disk size: %s"));
        return f;
    }

    private static boolean isHost(String text) {
        return Addresses.isIpv4(text) || Addresses.isIpv6(text) || text.matches(ScalarFormat.DNS_NAME);
    }

    /** A host, in brackets where it is IPv6 with a port, and perhaps a port. */
    private static boolean isPortal(String text) {
        if (isHost(text)) {
            return true;
        }
        String host = text.replaceFirst(":\\d{1,5}$", "");
        return host.startsWith("[") && host.endsWith("]")
                ? Addresses.isIpv6(host.substring(1, host.length() - 1))
                : !Addresses.isIpv6(host) && isHost(host);
    }

    private static boolean isBlockSize(String text) {
        if (!text.matches("[1-9]\\d{0,12}[kKmM]?")) {
            return false;
        }
        return Long.bitCount(Long.parseLong(text.replaceFirst("[kKmM]$", ""))) == 1;
    }

    private static boolean isDirectory(String text) {
        int equals = text.indexOf('=');
        return equals > 0
                && CONTENT.contains(text.substring(0, equals))
                && text.substring(equals + 1).matches("(?!/).*[^/].*")
                && !List.of(text.substring(equals + 1).split("/")).contains("..");
    }
}
