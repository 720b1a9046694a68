package io.coppice.servicekit.host;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A double of the host for tests: answers from a transcript, the same question twice with its answers in order. */
public final class TranscriptCommands implements Commands {
    private final List<Transcript.Entry> left;

    public TranscriptCommands(Transcript transcript) {
        this.left = new ArrayList<>(transcript.entries());
    }

    /** @throws IOException if the transcript has no such run left */
    @Override
    public synchronized Ended run(List<String> argv, Duration limit) throws IOException {
        for (Transcript.Entry e : left) {
            if (e.argv().equals(argv)) {
                left.remove(e);
                return e.ended();
            }
        }
        throw new IOException("the transcript has no (more) answer to: " + String.join(" ", argv));
    }

    /** What was never asked: a test that expects all of it finds this empty. */
    public synchronized List<Transcript.Entry> left() {
        return List.copyOf(left);
    }
}
