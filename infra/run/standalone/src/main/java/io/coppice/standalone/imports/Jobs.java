package io.coppice.standalone.imports;

import io.coppice.contract.backup.JobOptions;
import io.coppice.documents.section.SectionFile.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Backup jobs: {@code jobs.cfg}, and the lines of {@code vzdump.cron} as older versions have them. */
final class Jobs {
    static final String FILE = "jobs.cfg";
    static final String CRON = "vzdump.cron";
    private static final String TYPE = "vzdump";

    /** minute, hour, day of the month, month, day of the week, user, and what is run. */
    private static final Pattern LINE =
            Pattern.compile("(\\d{1,2})\\s+(\\d{1,2})\\s+\\*\\s+\\*\\s+(\\S+)\\s+root\\s+vzdump(\\s.*)?");

    private static final Pattern SETTING = Pattern.compile("[A-Z]+=.*");
    private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun");

    private Jobs() {}

    static void gather(Original original, NodeNames nodes, Gathered into) {
        ListFile file = ListFile.read(original, FILE, into);
        for (Section section : file.sections()) {
            if (section.type().equals(TYPE)) {
                Section fitted =
                        file.fitted(scheduled(section), JobOptions.kept().keySet(), JobOptions.kept());
                Optional<String> wrong = wrong(fitted);
                wrong.ifPresent(w -> file.remark(section, w));
                if (wrong.isEmpty()) {
                    put(fitted, nodes, into);
                }
            } else {
                file.remark(section, "job '" + section.id() + "' is of type '" + section.type() + "'; left out");
            }
        }
        original.text(CRON).ifPresent(text -> cron(text, nodes, into));
    }

    private static void put(Section job, NodeNames nodes, Gathered into) {
        Section renamed =
                job.property("node").map(n -> job.with("node", nodes.of(n))).orElse(job);
        into.put(FILE + ":" + TYPE + ":" + job.id(), renamed.text());
    }

    /** A time of day and days, as jobs once had them, are a schedule. */
    private static Section scheduled(Section job) {
        Optional<String> time = job.property("starttime");
        if (time.isEmpty() || job.property("schedule").isPresent()) {
            return job;
        }
        String days = job.property("dow").map(d -> d + " ").orElse("");
        return job.without("starttime").without("dow").with("schedule", days + time.get());
    }

    private static Optional<String> wrong(Section job) {
        if (job.property("schedule").isEmpty()) {
            return Optional.of("job '" + job.id() + "' has no schedule; left out");
        }
        boolean chooses = Stream.of("vmid", "all", "pool")
                .anyMatch(s -> job.property(s).filter(v -> !v.equals("0")).isPresent());
        return chooses ? Optional.empty() : Optional.of("job '" + job.id() + "' names no guests; left out");
    }

    private static void cron(String text, NodeNames nodes, Gathered into) {
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#") || SETTING.matcher(line).matches()) {
                continue;
            }
            Matcher m = LINE.matcher(line);
            Optional<Section> job = m.matches() ? job(i + 1, m) : Optional.empty();
            if (job.isEmpty()) {
                into.remark(CRON, i + 1, "no job can be made of this line; left out");
                continue;
            }
            // read once more as a section, so that its values are looked at like any other's
            Gathered said = new Gathered();
            ListFile one = ListFile.of(CRON, job.get().text(), said);
            Section fitted =
                    one.fitted(one.sections().getFirst(), JobOptions.kept().keySet(), JobOptions.kept());
            for (Remark r : said.remarks()) {
                into.remark(CRON, i + 1, r.text());
            }
            Optional<String> wrong = wrong(fitted);
            int number = i + 1;
            wrong.ifPresent(w -> into.remark(CRON, number, w));
            if (wrong.isEmpty()) {
                put(fitted, nodes, into);
            }
        }
    }

    private static Optional<Section> job(int number, Matcher line) {
        Optional<String> days = days(line.group(3));
        Map<String, String> options = new LinkedHashMap<>();
        List<String> guests = new ArrayList<>();
        String said = line.group(4);
        String[] words = said == null ? new String[0] : said.strip().split("\\s+");
        for (int i = 0; i < words.length; i++) {
            if (words[i].matches("\\d+")) {
                guests.add(words[i]);
            } else if (words[i].matches("--?[a-z][a-z-]*")) {
                boolean alone = i + 1 == words.length || words[i + 1].startsWith("-");
                options.put(words[i].replaceFirst("--?", ""), alone ? "1" : unquoted(words[++i]));
            } else if (!words[i].isEmpty()) {
                return Optional.empty();
            }
        }
        if (days.isEmpty()) {
            return Optional.empty();
        }
        if (!guests.isEmpty()) {
            options.put("vmid", String.join(",", guests));
        }
        // printed by cron where it fails: that is the default here
        options.remove("quiet");
        options.put("schedule", days.get() + String.format("%02d:%02d", number(line, 2), number(line, 1)));
        return Optional.of(new Section(TYPE, "cron-" + number, options));
    }

    private static int number(Matcher line, int group) {
        return Integer.parseInt(line.group(group));
    }

    private static String unquoted(String word) {
        return word.length() > 1 && word.startsWith("'") && word.endsWith("'")
                ? word.substring(1, word.length() - 1)
                : word;
    }

    /** As a schedule begins: {@code mon,wed }, or nothing for every day. */
    private static Optional<String> days(String field) {
        if (field.equals("*")) {
            return Optional.of("");
        }
        List<String> days = new ArrayList<>();
        for (String part : field.split(",")) {
            if (!part.matches("[0-7]")) {
                return Optional.empty();
            }
            days.add(DAYS.get(Integer.parseInt(part)));
        }
        return Optional.of(String.join(",", days) + " ");
    }
}
