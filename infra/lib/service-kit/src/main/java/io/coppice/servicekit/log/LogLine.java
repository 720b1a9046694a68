package io.coppice.servicekit.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/**
 * Records in logfmt: {@code time=… level=info process=node logger=… request=… task=… msg="…" error="…"}; what is empty is
 * left out. Called on the thread that logs, which knows its request and task.
 */
public final class LogLine extends Formatter {
    private static final int LONGEST = 32_000;
    private final String process;

    /** @param process {@code gateway}, {@code node}, {@code compute}… */
    public LogLine(String process) {
        this.process = process;
    }

    @Override
    public String format(LogRecord r) {
        StringBuilder line = new StringBuilder(200);
        line.append("time=").append(Instant.ofEpochMilli(r.getMillis()).truncatedTo(ChronoUnit.MILLIS));
        add(line, "level", r.getLevel().getName().toLowerCase(Locale.ROOT));
        add(line, "process", process);
        add(line, "logger", String.valueOf(r.getLoggerName()));
        add(line, "request", Trace.request());
        add(line, "task", Trace.task());
        add(line, "msg", Secrets.cut(String.valueOf(formatMessage(r))));
        if (r.getThrown() != null) {
            StringWriter trace = new StringWriter();
            r.getThrown().printStackTrace(new PrintWriter(trace));
            add(line, "error", Secrets.cut(trace.toString()));
        }
        return line.append('\n').toString();
    }

    private static void add(StringBuilder line, String key, String value) {
        if (value.isEmpty()) {
            return;
        }
        line.append(' ').append(key).append('=');
        if (isPlain(value)) {
            line.append(value);
            return;
        }
        line.append('"');
        for (int i = 0; i < Math.min(value.length(), LONGEST); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> line.append("\\\"");
                case '\\' -> line.append("\\\\");
                case '\n' -> line.append("\\n");
                case '\t' -> line.append("\\t");
                default -> line.append(Character.isISOControl(c) ? '?' : c);
            }
        }
        line.append('"');
    }

    private static boolean isPlain(String value) {
        return value.length() < LONGEST
                && value.chars().allMatch(c -> c > ' ' && c < 127 && c != '"' && c != '=' && c != '\\');
    }
}
