package io.coppice.documents.backup;

import io.coppice.contract.word.Malformed;
import io.coppice.documents.volume.Archive;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Marks backups as kept or to be removed. Each guest's backups of each type are a group of their own. Period by period, from
 * the last to the yearly, the newest backup of each span that no earlier period has covered is kept, until there are as many
 * as asked for; the others of such a span go. What is protected, or bears a name of its own, is not in the game.
 */
public final class Retention {
    private Retention() {}

    /** What becomes of a backup. */
    public enum Mark {
        KEEP,
        REMOVE,
        PROTECTED,
        RENAMED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A backup that was found.
     *
     * @param seconds Unix time of its file; where its name tells a time, that one counts
     * @param vmid whose it is, where that is known
     */
    public record Backup(String volid, Optional<String> vmid, long seconds, boolean isProtected) {}

    /** A backup with its mark. */
    public record Marked(String volid, String type, Optional<String> vmid, long seconds, Mark mark) {}

    private record Entry(Backup backup, String type, Optional<Archive.Made> made) {
        long seconds() {
            return made.map(Archive.Made::seconds).orElse(backup.seconds());
        }

        Optional<String> vmid() {
            return made.map(Archive.Made::vmid).or(backup::vmid);
        }
    }

    /**
     * Pure.
     *
     * @param type only of this sort of guest
     * @param zone in which names tell times and days begin
     */
    public static List<Marked> mark(List<Backup> backups, Keep keep, Optional<String> type, ZoneId zone) {
        Map<Entry, Mark> marks = new LinkedHashMap<>();
        Map<String, List<Entry>> groups = new LinkedHashMap<>();
        for (Backup b : backups) {
            Entry entry = entry(b, zone);
            if (type.isPresent() && !type.get().equals(entry.type())) {
                continue;
            }
            marks.put(entry, entry.made().isEmpty() ? Mark.RENAMED : Mark.PROTECTED);
            if (entry.made().isPresent() && !b.isProtected()) {
                String group = entry.type() + "/" + entry.made().get().vmid();
                groups.computeIfAbsent(group, g -> new ArrayList<>()).add(entry);
            }
        }
        for (List<Entry> group : groups.values()) {
            group.sort(Comparator.comparingLong(Entry::seconds).reversed());
            marks.putAll(chosen(group, keep, zone));
        }
        return marks.entrySet().stream()
                .map(e -> new Marked(
                        e.getKey().backup().volid(),
                        e.getKey().type(),
                        e.getKey().vmid(),
                        e.getKey().seconds(),
                        e.getValue()))
                .sorted(Comparator.comparing(Marked::volid))
                .toList();
    }

    private static Entry entry(Backup b, ZoneId zone) {
        try {
            Archive archive = Archive.parse(b.volid(), zone);
            return new Entry(b, archive.type(), archive.made());
        } catch (Malformed e) {
            return new Entry(b, "unknown", Optional.empty());
        }
    }

    /** @param group newest first */
    private static Map<Entry, Mark> chosen(List<Entry> group, Keep keep, ZoneId zone) {
        Map<Entry, Mark> decided = new LinkedHashMap<>();
        if (keep.everything()) {
            group.forEach(e -> decided.put(e, Mark.KEEP));
            return decided;
        }
        for (Keep.Period period : Keep.Period.values()) {
            choose(period, keep.counts().getOrDefault(period, 0), group, decided, zone);
        }
        group.forEach(e -> decided.putIfAbsent(e, Mark.REMOVE));
        return decided;
    }

    /** What an earlier period has decided stays so, kept or not. */
    private static void choose(
            Keep.Period period, int count, List<Entry> group, Map<Entry, Mark> decided, ZoneId zone) {
        Set<String> covered = new HashSet<>();
        decided.forEach((e, mark) -> {
            if (mark == Mark.KEEP) {
                covered.add(span(period, e, zone));
            }
        });
        Set<String> chosen = new HashSet<>();
        for (Entry e : group) {
            String span = span(period, e, zone);
            if (decided.containsKey(e) || covered.contains(span)) {
                continue;
            }
            if (chosen.contains(span)) {
                decided.put(e, Mark.REMOVE);
            } else if (chosen.size() < count) {
                chosen.add(span);
                decided.put(e, Mark.KEEP);
            } else {
                return;
            }
        }
    }

    /** Two backups of one span are alike for a period; weeks are those of ISO 8601. */
    private static String span(Keep.Period period, Entry e, ZoneId zone) {
        ZonedDateTime at = Instant.ofEpochSecond(e.seconds()).atZone(zone);
        return switch (period) {
            case LAST -> Long.toString(e.seconds());
            case HOURLY -> at.toLocalDate() + "/" + at.getHour();
            case DAILY -> at.toLocalDate().toString();
            case WEEKLY -> at.get(IsoFields.WEEK_BASED_YEAR) + "/" + at.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
            case MONTHLY -> at.getYear() + "/" + at.getMonthValue();
            case YEARLY -> Integer.toString(at.getYear());
        };
    }
}
