package io.coppice.servicekit.host;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Makes transcripts: passes on to real commands and keeps what they answered. */
public final class RecordingCommands implements Commands {
    private final Commands real;
    private final List<Transcript.Entry> entries = new ArrayList<>();

    public RecordingCommands(Commands real) {
        this.real = real;
    }

    @Override
    public Ended run(List<String> argv, Duration limit) throws IOException, InterruptedException {
        Ended ended = real.run(argv, limit);
        synchronized (entries) {
            entries.add(new Transcript.Entry(List.copyOf(argv), ended));
        }
        return ended;
    }

    public Transcript transcript() {
        synchronized (entries) {
            return new Transcript(entries);
        }
    }
}
