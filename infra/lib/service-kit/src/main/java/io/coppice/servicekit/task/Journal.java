package io.coppice.servicekit.task;

import java.io.IOException;
import java.util.List;

/** What a task did so far; outlives the process. */
public interface Journal {
    List<Entry> entries();

    /** On disk when it returns. */
    void write(Entry entry) throws IOException;

    /** In its place when it returns, and on disk with the next that is written; a crash before that may lose it. */
    default void note(Entry entry) throws IOException {
        write(entry);
    }
}
