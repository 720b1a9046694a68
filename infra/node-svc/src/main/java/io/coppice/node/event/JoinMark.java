package io.coppice.node.event;

import io.coppice.servicekit.event.EventCursor;
import io.coppice.servicekit.event.EventLogs;
import io.coppice.servicekit.event.HistoryLog;
import io.coppice.servicekit.event.LogLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Where this node's logs stood when it came into the truth that it has: what it told before is no news to the others. */
public final class JoinMark {
    private JoinMark() {}

    /**
     * To be asked for before anything is told; made where the truth is another one than the last time.
     *
     * @param file where it is kept
     * @param incarnation of the truth
     */
    public static EventCursor of(Path file, EventLogs own, UUID incarnation) throws IOException {
        String[] kept = Files.exists(file) ? Files.readString(file).strip().split(" ", 2) : new String[0];
        if (kept.length > 0 && kept[0].equals(incarnation.toString())) {
            return EventCursor.parse(kept.length > 1 ? kept[1] : "").orElse(new EventCursor(Map.of()));
        }
        Map<String, Long> ends = new TreeMap<>();
        for (Map.Entry<String, LogLines> log : own.all().entrySet()) {
            if (!log.getKey().startsWith(HistoryLog.SOURCE + "-")) {
                ends.put(log.getKey(), log.getValue().end());
            }
        }
        EventCursor mark = new EventCursor(ends);
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, (incarnation + " " + mark).strip() + "\n");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return mark;
    }
}
