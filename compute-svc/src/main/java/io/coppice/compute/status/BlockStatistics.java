package io.coppice.compute.status;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** QEMU's answer to {@code query-blockstats}, by the guest's own names of its drives. */
final class BlockStatistics {
    private static final List<String> COUNTERS = List.of(
            "rd_bytes",
            "wr_bytes",
            "rd_operations",
            "wr_operations",
            "failed_rd_operations",
            "failed_wr_operations",
            "flush_operations");

    /** {@code scsi0}, {@code /machine/peripheral/virtio0/virtio-backend}: drives of {@code -blockdev} have no other name. */
    private static final Pattern DEVICE = Pattern.compile("(?:/machine/peripheral/)?([a-z]+\\d+)(?:/.*)?");

    private BlockStatistics() {}

    /** {@code blockstat}, {@code diskread} and {@code diskwrite} (bytes since the start). */
    static Map<String, Object> of(JsonNode answer) {
        Map<String, Object> byDrive = new LinkedHashMap<>();
        long read = 0;
        long written = 0;
        for (JsonNode one : answer) {
            String name = name(one);
            if (!name.isEmpty()) {
                JsonNode counted = one.path("stats");
                Map<String, Object> counters = new LinkedHashMap<>();
                COUNTERS.forEach(key -> counters.put(key, counted.path(key).asLong()));
                byDrive.put(name, counters);
                read += counted.path("rd_bytes").asLong();
                written += counted.path("wr_bytes").asLong();
            }
        }
        return Map.of("blockstat", byDrive, "diskread", read, "diskwrite", written);
    }

    private static String name(JsonNode one) {
        String drive = one.path("device").asText("");
        if (!drive.isEmpty()) {
            return drive.replaceFirst("^drive-", "");
        }
        Matcher device = DEVICE.matcher(one.path("qdev").asText(""));
        return device.matches() ? device.group(1) : "";
    }
}
