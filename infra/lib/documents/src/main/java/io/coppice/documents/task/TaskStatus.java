package io.coppice.documents.task;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a task ended, as the last line of its log says: {@code TASK OK}, {@code TASK WARNINGS: 2}, {@code TASK ERROR: …}. */
public final class TaskStatus {
    private static final Pattern LAST_LINE = Pattern.compile("(?:^|\\n)([^\\n]+)\\n?\\z");
    private static final Pattern WARNINGS = Pattern.compile("WARNINGS: \\d+");

    /** What lists of tasks are filtered by. */
    public enum Kind {
        OK,
        WARNING,
        ERROR,
        UNKNOWN;

        /** As filters spell it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private TaskStatus() {}

    /** The exit status that clients see: {@code OK}, {@code WARNINGS: n}, an error's text, or {@code unexpected status}. */
    public static String of(String log) {
        if (log.isEmpty()) {
            return "unexpected status";
        }
        Matcher last = LAST_LINE.matcher(log);
        if (!last.find()) {
            return "unable to extract last line";
        }
        String line = last.group(1);
        if (line.equals("TASK OK")) {
            return "OK";
        }
        if (line.startsWith("TASK ERROR: ") && line.length() > "TASK ERROR: ".length()) {
            return line.substring("TASK ERROR: ".length());
        }
        return line.startsWith("TASK ")
                        && WARNINGS.matcher(line.substring("TASK ".length())).matches()
                ? line.substring("TASK ".length())
                : "unexpected status";
    }

    /** The line that ends a log with this status. */
    public static String lastLine(String status) {
        return status.equals("OK") || WARNINGS.matcher(status).matches()
                ? "TASK " + status
                : "TASK ERROR: " + status.replace('\n', ' ').strip();
    }

    public static Kind kind(String status) {
        if (status.equals("OK")) {
            return Kind.OK;
        }
        if (WARNINGS.matcher(status).matches()) {
            return Kind.WARNING;
        }
        return status.equals("unexpected status") ? Kind.UNKNOWN : Kind.ERROR;
    }
}
