package io.coppice.backup.job;

import io.coppice.contract.word.Malformed;
import io.coppice.contract.word.Upid;
import java.time.Instant;
import java.util.Optional;

/**
 * Up to when a node has looked after a job.
 *
 * @param schedule as it was then
 * @param upid of the task that it started last
 */
record LastRun(String schedule, Instant until, Optional<Upid> upid) {
    String text() {
        return schedule + "\n" + until.getEpochSecond() + "\n"
                + upid.map(Upid::toString).orElse("") + "\n";
    }

    /** Empty for what cannot be read. */
    static Optional<LastRun> parse(String text) {
        String[] lines = text.split("\n", -1);
        try {
            return lines.length < 3
                    ? Optional.empty()
                    : Optional.of(new LastRun(
                            lines[0],
                            Instant.ofEpochSecond(Long.parseLong(lines[1])),
                            lines[2].isEmpty() ? Optional.empty() : Optional.of(Upid.parse(lines[2]))));
        } catch (NumberFormatException | Malformed e) {
            return Optional.empty();
        }
    }
}
