package io.coppice.node.event;

import io.coppice.servicekit.event.EventLogs;
import io.coppice.servicekit.event.HistoryLog;
import io.coppice.servicekit.event.LogLines;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The logs that this node brings to Kafka.
 *
 * @param own logs of this node
 * @param all these, and the copies of the others'
 * @param duty as it is now
 */
public record KafkaPart(EventLogs own, EventLogs all, Supplier<KafkaDuty> duty) {
    Map<String, LogLines> logs() throws IOException {
        return switch (duty.get()) {
            case NOTHING -> Map.of();
            case OWN -> withoutHistory();
            case OWN_AND_HISTORY -> own.all();
            case ALL -> all.all();
        };
    }

    private Map<String, LogLines> withoutHistory() throws IOException {
        Map<String, LogLines> logs = new TreeMap<>(own.all());
        logs.keySet().removeIf(KafkaPart::isHistory);
        return logs;
    }

    static boolean isHistory(String log) {
        return log.startsWith(HistoryLog.SOURCE + "-");
    }
}
