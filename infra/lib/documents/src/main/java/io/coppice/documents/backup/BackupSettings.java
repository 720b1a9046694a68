package io.coppice.documents.backup;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What holds for a backup: what the call says, else what its storage says (of what is kept), else what the node's
 * {@code vzdump.conf} says, else what each option is without being said.
 *
 * @param values by option, as texts; without what is kept
 */
public record BackupSettings(Map<String, String> values, Keep keep, boolean remove) {
    private static final String PRUNE = "prune-backups";
    private static final String REMOVE = "remove";

    public BackupSettings {
        values = Collections.unmodifiableMap(new TreeMap<>(values));
    }

    /**
     * @param said by the call
     * @param storageKeeps the storage's {@code prune-backups}
     * @param node the keys of {@code vzdump.conf}
     * @param otherwise what options are where nobody says them
     */
    public static BackupSettings of(
            Map<String, String> said,
            Optional<String> storageKeeps,
            Map<String, String> node,
            Map<String, String> otherwise) {
        Map<String, String> values = new LinkedHashMap<>(otherwise);
        values.putAll(node);
        values.putAll(said);
        Keep keep = Keep.parse(Optional.ofNullable(said.get(PRUNE))
                .or(() -> storageKeeps)
                .orElseGet(() -> values.getOrDefault(PRUNE, "keep-all=1")));
        boolean remove = !List.of("0", "no", "off", "false").contains(values.getOrDefault(REMOVE, "1"));
        values.remove(PRUNE);
        values.remove(REMOVE);
        return new BackupSettings(values, keep, remove && !keep.everything());
    }

    public Optional<String> value(String option) {
        return Optional.ofNullable(values.get(option));
    }

    /** Whom mails go to: addresses and users, separated by commas, semicolons, blanks. */
    public List<String> mailTo() {
        return value("mailto").stream()
                .flatMap(text -> Arrays.stream(text.split("[,;\\s\\x00]+")))
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /** What is kept, by option: {@code keep-last: 3}; {@code keep-all: 1} where all is. */
    public Map<String, Integer> kept() {
        Map<String, Integer> all = new LinkedHashMap<>();
        if (keep.everything()) {
            all.put("keep-all", 1);
        } else {
            for (Keep.Period period : Keep.Period.values()) {
                Optional.ofNullable(keep.counts().get(period)).ifPresent(n -> all.put(period.option(), n));
            }
        }
        return all;
    }

    /** The same as a property string. */
    public String keptText() {
        return String.join(
                ",",
                kept().entrySet().stream()
                        .map(e -> e.getKey() + "=" + e.getValue())
                        .toList());
    }
}
