package io.coppice.standalone;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** One line a record on standard error: time, level, who, what. The engines speak from warnings on. */
final class Logging {
    private static final List<String> QUIET = List.of("org.apache.ratis", "io.netty", "com.hazelcast");

    /** Loggers are held here, or the JVM may forget their levels. */
    private static final List<Logger> HELD =
            QUIET.stream().map(Logger::getLogger).toList();

    private Logging() {}

    static void configure() {
        HELD.forEach(l -> l.setLevel(Level.WARNING));
        Logger root = Logger.getLogger("");
        for (Handler h : root.getHandlers()) {
            root.removeHandler(h);
        }
        ConsoleHandler console = new ConsoleHandler();
        console.setFormatter(new Line());
        root.addHandler(console);
    }

    private static final class Line extends Formatter {
        @Override
        public String format(LogRecord r) {
            StringBuilder line = new StringBuilder()
                    .append(Instant.ofEpochMilli(r.getMillis()).truncatedTo(ChronoUnit.MILLIS))
                    .append(' ')
                    .append(r.getLevel())
                    .append(' ')
                    .append(r.getLoggerName())
                    .append(": ")
                    .append(formatMessage(r))
                    .append('\n');
            if (r.getThrown() != null) {
                StringWriter trace = new StringWriter();
                r.getThrown().printStackTrace(new PrintWriter(trace));
                line.append(trace);
            }
            return line.toString();
        }
    }
}
