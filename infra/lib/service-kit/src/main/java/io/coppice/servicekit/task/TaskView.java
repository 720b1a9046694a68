package io.coppice.servicekit.task;

import io.coppice.contract.word.Upid;
import java.util.Optional;

/**
 * A task as clients see it.
 *
 * @param end when it ended and how; empty while it runs
 */
public record TaskView(Upid upid, Optional<End> end) {
    /**
     * @param seconds Unix time
     * @param status {@code OK}, {@code WARNINGS: n} or the error's text
     */
    public record End(long seconds, String status) {
        /** {@code ok}, {@code warning} or {@code error}, as filters name it. */
        public String sort() {
            if (status.equals("OK")) {
                return "ok";
            }
            return status.startsWith("WARNINGS: ") ? "warning" : "error";
        }
    }

    public boolean isRunning() {
        return end.isEmpty();
    }

    /** {@code user@realm}, also where a token asked. */
    public String user() {
        int bang = upid.user().indexOf('!');
        return bang < 0 ? upid.user() : upid.user().substring(0, bang);
    }

    public Optional<String> tokenid() {
        int bang = upid.user().indexOf('!');
        return bang < 0 ? Optional.empty() : Optional.of(upid.user().substring(bang + 1));
    }

    /** A user's own are those of its tokens too; a token's own are those that it asked for itself. */
    public boolean isOwn(String caller) {
        return caller.equals(upid.user()) || caller.equals(user());
    }
}
