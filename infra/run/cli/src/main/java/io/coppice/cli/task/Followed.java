package io.coppice.cli.task;

import io.coppice.cli.door.Answer;
import io.coppice.cli.door.Door;
import io.coppice.contract.api.task.TaskApi;
import io.coppice.contract.endpoint.Endpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** A task that somebody watches: its log, line by line, until it has ended. */
public final class Followed {
    /** So many lines at a time. */
    private static final int LINES = 500;

    /** In these the node's services begin anew. */
    private static final Set<String> RESTARTING = Set.of("clustercreate", "clusterjoin");

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Door door;
    private final String upid;
    private final Consumer<String> line;
    private int seen;

    /** @param line takes each line of the log */
    public Followed(Door door, String upid, Consumer<String> line) {
        this.door = door;
        this.upid = upid;
        this.line = line;
    }

    /** Whether what was answered is a task that was begun. */
    public static boolean isTask(String answer) {
        return answer.startsWith("UPID:") && answer.split(":", -1).length == 9;
    }

    /** Whether a task that ended so did what it should; warnings are no failure. */
    public static boolean isGood(String exitStatus) {
        return exitStatus.equals("OK") || exitStatus.startsWith("WARNINGS: ");
    }

    /**
     * Waits for the end; the node answers when it has come, at the latest after a second, in which new lines are shown.
     *
     * @return how it ended
     * @throws IOException when the node does not answer any more
     */
    public String untilEnded() throws IOException {
        String node = upid.split(":", -1)[1];
        while (true) {
            Answer status = call(TaskApi.STATUS, Map.of("node", node, "upid", upid, "wait", 1));
            lines(node);
            if (status.data() instanceof Map<?, ?> task && "stopped".equals(task.get("status"))) {
                lines(node);
                return String.valueOf(task.get("exitstatus"));
            }
        }
    }

    private void lines(String node) throws IOException {
        int before;
        do {
            before = seen;
            Answer log = call(TaskApi.LOG, Map.of("node", node, "upid", upid, "start", seen, "limit", LINES));
            if (log.data() instanceof List<?> all) {
                all.forEach(this::show);
            }
        } while (seen - before == LINES);
    }

    private void show(Object entry) {
        if (entry instanceof Map<?, ?> one && one.get("t") instanceof String text && one.get("n") instanceof Number n) {
            boolean placeholder = text.equals("no content") && n.intValue() == 1;
            if (n.intValue() > seen && !placeholder) {
                seen = n.intValue();
                // how it ended is told by how the command ends
                if (!text.equals("TASK OK") && !text.startsWith("TASK ERROR: ")) {
                    line.accept(text);
                }
            }
        }
    }

    private Answer call(Endpoint<?, ?> endpoint, Map<String, Object> given) throws IOException {
        Duration patience = RESTARTING.contains(upid.split(":", -1)[5]) ? PATIENCE : Duration.ZERO;
        long until = System.nanoTime() + patience.toNanos();
        while (true) {
            Answer answer;
            try {
                answer = door.call(endpoint, given);
            } catch (IOException e) {
                if (System.nanoTime() > until) {
                    throw e;
                }
                answer = new Answer(595, null, String.valueOf(e.getMessage()), Map.of());
            }
            if (answer.isDone()) {
                return answer;
            }
            if (System.nanoTime() > until) {
                throw new IOException("cannot look at the task any more: " + answer.message());
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
