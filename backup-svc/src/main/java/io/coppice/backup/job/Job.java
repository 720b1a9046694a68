package io.coppice.backup.job;

import io.coppice.contract.backup.BackupOptions;
import io.coppice.contract.backup.JobOptions;
import io.coppice.contract.calendar.CalendarEvent;
import io.coppice.contract.schema.Formats;
import io.coppice.contract.schema.PropertyFormat;
import io.coppice.contract.schema.PropertyStrings;
import io.coppice.contract.schema.Schema;
import io.coppice.contract.word.Malformed;
import io.coppice.documents.section.SectionFile.Section;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A backup job as its section of {@code jobs.cfg} says. */
record Job(Section section) {
    static final String TYPE = "vzdump";
    private static final String EXCLUDED = "exclude-path";

    String id() {
        return section.id();
    }

    Optional<String> text(String option) {
        return section.property(option);
    }

    boolean isOn(String option, boolean otherwise) {
        return text(option).map(v -> !v.equals("0")).orElse(otherwise);
    }

    boolean isEnabled() {
        return isOn("enabled", true);
    }

    String schedule() {
        return text("schedule").orElse("");
    }

    /** Whether a node runs it, for its own guests. */
    boolean isOf(String node) {
        return text("node").filter(n -> !n.equals(node)).isEmpty();
    }

    /** Empty where its schedule never comes again, or cannot be read. */
    Optional<Instant> next(Instant after, ZoneId zone) {
        try {
            return CalendarEvent.parse(schedule()).next(after, zone);
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    /** Files of containers that are left out. */
    List<String> excluded() {
        return text(EXCLUDED).map(Formats::split).orElse(List.of());
    }

    /** What a backup is told. */
    Map<String, String> settings() {
        Map<String, String> all = new LinkedHashMap<>(section.properties());
        all.keySet().retainAll(BackupOptions.all().keySet());
        all.remove(EXCLUDED);
        return all;
    }

    /** As the API shows it. */
    Map<String, Object> shown(Instant now, ZoneId zone) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("id", id());
        all.put("type", TYPE);
        Map<String, Schema> known = JobOptions.kept();
        section.properties().forEach((name, text) -> all.put(name, typed(name, text, known.get(name))));
        if (isEnabled()) {
            next(now, zone).ifPresent(t -> all.put("next-run", t.getEpochSecond()));
        }
        return all;
    }

    private Object typed(String name, String text, @org.jspecify.annotations.Nullable Schema schema) {
        if (name.equals(EXCLUDED)) {
            return excluded();
        }
        Schema.Kind kind = schema == null ? Schema.Kind.STRING : schema.kind();
        boolean number = kind == Schema.Kind.INTEGER || kind == Schema.Kind.BOOLEAN;
        if (number && text.matches("-?\\d{1,15}")) {
            return Long.parseLong(text);
        }
        return properties(name, text).<Object>map(p -> p).orElse(text);
    }

    /** {@code prune-backups} and its like are shown key by key. */
    private static Optional<Map<String, Object>> properties(String name, String text) {
        String format = Map.of("fleecing", "backup-fleecing", "performance", "backup-performance")
                .getOrDefault(name, name);
        Optional<PropertyFormat> keys = Formats.propertyString(format);
        if (keys.isEmpty()) {
            return Optional.empty();
        }
        try {
            Map<String, Object> all = new LinkedHashMap<>(PropertyStrings.parse(keys.get(), text));
            all.replaceAll((k, v) -> v instanceof Boolean b ? (b ? 1 : 0) : v);
            return Optional.of(all);
        } catch (PropertyStrings.Unfit e) {
            return Optional.empty();
        }
    }
}
