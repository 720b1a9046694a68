package io.coppice.servicekit.feed;

import io.coppice.servicekit.event.EventCursor;
import java.io.IOException;
import java.util.Iterator;

/** What is, and since when events tell of its changes. */
@FunctionalInterface
public interface States {
    /**
     * A moment's state.
     *
     * @param next the cursor behind which events have changed something of it
     * @param revision of the truth that it is
     * @param objects made one by one, as they are asked for
     */
    record State(EventCursor next, String revision, Iterator<String> objects) {}

    State now() throws IOException, InterruptedException;
}
