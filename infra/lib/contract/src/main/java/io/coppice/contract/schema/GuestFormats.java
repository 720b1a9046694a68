package io.coppice.contract.schema;

import static io.coppice.contract.schema.ScalarFormat.like;
import static io.coppice.contract.schema.ScalarFormat.of;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What options of virtual machines and containers hold. */
final class GuestFormats {
    private static final String DRIVE = "ide[0-3]|sata[0-5]|scsi(?:\\d|[12]\\d|30)|virtio(?:\\d|1[0-5])";

    private GuestFormats() {}

    static Map<String, ScalarFormat> all() {
        Map<String, ScalarFormat> f = new LinkedHashMap<>();
        f.put(
                "pve-phys-bits",
                like("host|[89]|[1-5]\\d|6[0-4]", "value must be an integer between 8 and 64 or 'host'"));
        f.put("pve-qm-bootdev", like(DRIVE + "|(?:net|usb|hostpci)\\d+", "invalid boot device '%s'"));
        f.put("pve-qm-bootdisk", like(DRIVE + "|efidisk0|tpmstate0", "invalid boot disk '%s'"));
        String part = "(?:network|disk|cpu|memory|usb|cloudinit)";
        f.put("pve-hotplug-features", like("[01]|" + part + "(?:," + part + ")*", "unable to parse hotplug option"));
        f.put("pve-cpuset", of(GuestFormats::isCpuSet, "unable to parse cpuset '%s'"));
        f.put("pve-lxc-mp-string", of(GuestFormats::isPlainPath, "illegal path: %s"));
        f.put(
                "pve-lxc-dev-string",
                of(text -> text.matches("/dev/.+") && isPlainPath(text), "invalid device string: %s"));
        f.put("pve-ct-timezone", of(GuestFormats::isZone, "invalid time zone '%s'"));
        return f;
    }

    private static boolean isCpuSet(String text) {
        for (String part : text.split(",", -1)) {
            if (!part.matches("\\d{1,6}(-\\d{1,6})?")) {
                return false;
            }
            String[] ends = part.split("-");
            if (ends.length == 2 && Integer.parseInt(ends[0]) > Integer.parseInt(ends[1])) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlainPath(String text) {
        List<String> segments = List.of(text.split("/", -1));
        return !text.isEmpty() && !segments.contains(".") && !segments.contains("..");
    }

    private static boolean isZone(String text) {
        if (text.equals("host")) {
            return true;
        }
        try {
            return ZoneId.of(text) != null && text.matches("[A-Za-z0-9_+\\-]+(?:/[A-Za-z0-9_+\\-]+)*");
        } catch (DateTimeException e) {
            return false;
        }
    }
}
