package io.coppice.contract.schema;

import static io.coppice.contract.schema.Schema.bool;
import static io.coppice.contract.schema.Schema.integer;
import static io.coppice.contract.schema.Schema.oneOfTexts;
import static io.coppice.contract.schema.Schema.string;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The property strings that parameters of several areas name. Those of one area alone are declared there. */
final class NamedFormats {
    private static final Map<String, PropertyFormat> ALL = all();

    private NamedFormats() {}

    static Optional<PropertyFormat> named(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    private static Map<String, PropertyFormat> all() {
        List<PropertyFormat> all = new ArrayList<>();
        all.add(retention());
        all.add(new PropertyFormat(
                "pve-startup-order", Map.of("order", count().defaultKey(), "up", count(), "down", count())));
        all.add(new PropertyFormat(
                "backup-fleecing",
                Map.of(
                        "enabled", bool().otherwise(0).defaultKey(),
                        "storage", string().format("pve-storage-id").optional())));
        all.add(new PropertyFormat(
                "backup-performance",
                Map.of(
                        "max-workers", integer(1, 256).otherwise(16),
                        "pbs-entries-max", integer().min(1).otherwise(1048576))));
        all.add(new PropertyFormat(
                "proxmox-remote",
                Map.of(
                        "apitoken", string(),
                        "host", string(),
                        "port", integer().optional(),
                        "fingerprint",
                                string().pattern("(?:[A-Fa-f0-9]{2}:){31}[A-Fa-f0-9]{2}")
                                        .optional())));
        String vanished = "(?:acl|properties|entry)";
        all.add(new PropertyFormat(
                "realm-sync-options",
                Map.of(
                        "scope", oneOfTexts("users", "groups", "both").optional(),
                        "enable-new", bool().otherwise(1),
                        "full", bool().optional(),
                        "purge", bool().optional(),
                        "remove-vanished",
                                string().pattern("(?:" + vanished + "(?:;" + vanished + ")*)|none")
                                        .otherwise("none"))));
        all.add(new PropertyFormat(
                "pve-tfa-config",
                Map.of(
                        "type", oneOfTexts("yubico", "oath"),
                        "id", string().optional(),
                        "key", string().optional(),
                        "url", string().optional(),
                        "digits", integer(6, 8).otherwise(6),
                        "step", integer().min(10).otherwise(30))));
        all.add(new PropertyFormat(
                "pve-sdn-dhcp-range",
                Map.of(
                        "start-address", string().format("ip"),
                        "end-address", string().format("ip"))));
        Map<String, PropertyFormat> byName = new LinkedHashMap<>();
        all.forEach(f -> byName.put(f.name(), f));
        return Map.copyOf(byName);
    }

    private static Schema count() {
        return integer().min(0).optional();
    }

    /** To keep all and to keep some contradict each other; a count of zero keeps none and so says nothing. */
    private static PropertyFormat retention() {
        Map<String, Schema> keys = new LinkedHashMap<>();
        keys.put("keep-all", bool().optional());
        for (String key : List.of("last", "hourly", "daily", "weekly", "monthly", "yearly")) {
            keys.put("keep-" + key, count());
        }
        return new PropertyFormat("prune-backups", keys)
                .where(values -> Boolean.TRUE.equals(values.get("keep-all"))
                                && values.values().stream().anyMatch(v -> v instanceof Long n && n > 0)
                        ? Optional.of("keep-all cannot be set together with other options.")
                        : Optional.empty());
    }
}
