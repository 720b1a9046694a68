package io.coppice.standalone;

import io.coppice.servicekit.log.LogLine;
import java.util.List;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/** One line a record on standard error. The engines speak from warnings on. */
final class Logging {
    private static final List<String> QUIET = List.of("org.apache.ratis", "io.netty", "com.hazelcast");

    /** Loggers are held here, or the JVM may forget their levels. */
    private static final List<Logger> HELD =
            QUIET.stream().map(Logger::getLogger).toList();

    /** It warns at each try to connect, for as long as Kafka is away; whoever uses it says so once. */
    private static final Logger KAFKA = Logger.getLogger("org.apache.kafka");

    /** It tells of each handshake that fails; a member that was removed tries many times a second. */
    private static final Logger CONNECTIONS = Logger.getLogger("io.vertx.core.net.impl.ConnectionBase");

    private Logging() {}

    /** @param process as the lines name it */
    static void configure(String process) {
        HELD.forEach(l -> l.setLevel(Level.WARNING));
        KAFKA.setLevel(Level.SEVERE);
        CONNECTIONS.setFilter(new OnceAMinute());
        Logger root = Logger.getLogger("");
        for (Handler h : root.getHandlers()) {
            root.removeHandler(h);
        }
        ConsoleHandler console = new ConsoleHandler();
        console.setFormatter(new LogLine(process));
        root.addHandler(console);
    }
}
