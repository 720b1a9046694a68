package io.coppice.servicekit.task;

import java.io.IOException;
import java.util.List;

/** What a task did so far; outlives the process. */
public interface Journal {
    List<Entry> entries();

    /** On disk when it returns. */
    void write(Entry entry) throws IOException;
}
