package io.coppice.documents.backup;

import io.coppice.contract.word.Malformed;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * How many backups are kept of each period, as {@code prune-backups} says it.
 *
 * @param counts above zero; none of a period that it lacks
 * @param all every backup is kept
 */
public record Keep(boolean all, Map<Period, Integer> counts) {
    /** In the order in which they choose. */
    public enum Period {
        LAST,
        HOURLY,
        DAILY,
        WEEKLY,
        MONTHLY,
        YEARLY;

        /** {@code keep-last}… */
        public String option() {
            return "keep-" + name().toLowerCase(Locale.ROOT);
        }
    }

    public Keep {
        counts = Map.copyOf(counts);
    }

    /** Nothing that is said to be kept means that everything is. */
    public boolean everything() {
        return all || counts.isEmpty();
    }

    /**
     * From {@code keep-last=3,keep-weekly=2}; keys that are none are passed over.
     *
     * @throws Malformed where a count is no number
     */
    public static Keep parse(String text) {
        Map<Period, Integer> counts = new EnumMap<>(Period.class);
        boolean all = false;
        for (String pair : text.split(",")) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? "" : pair.substring(0, equals).strip();
            String value = pair.substring(equals + 1).strip();
            if (key.equals("keep-all")) {
                all = value.equals("1");
            }
            for (Period period : Period.values()) {
                if (key.equals(period.option()) && count(key, value) > 0) {
                    counts.put(period, count(key, value));
                }
            }
        }
        return new Keep(all, counts);
    }

    private static int count(String key, String value) {
        if (!value.matches("\\d{1,9}")) {
            throw new Malformed(key + " is no number: '" + value + "'");
        }
        return Integer.parseInt(value);
    }
}
