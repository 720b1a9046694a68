package io.coppice.servicekit.feed;

import io.coppice.servicekit.event.EventCursor;
import io.coppice.servicekit.event.EventLine;
import java.io.IOException;
import java.util.Optional;

/** What a node has to tell, whoever may see it. Calls come back on the caller's thread, and wait for the sink. */
public interface Feed {
    /** Tells events in order, those of now and later where there is no cursor; returns only by an exception. */
    void follow(Optional<EventCursor> from, Sink to) throws IOException, InterruptedException;

    /** Tells what comes next after a cursor, or after the beginning: 64 KiB or one event; {@code at} is told before and after. */
    void page(Optional<EventCursor> from, Sink to) throws IOException, InterruptedException;

    /** Tells {@code at} first, then all objects: the events behind that are those that changed something afterwards. */
    void state(Sink to) throws IOException, InterruptedException;

    /** Who is told. */
    interface Sink {
        /** @param expired whether events between the cursor that was given and this one are gone */
        void at(EventCursor cursor, boolean expired) throws IOException, InterruptedException;

        /** @param revision at or before which happened what is told next; who may see it is known by then */
        void seen(String revision) throws IOException, InterruptedException;

        void event(EventLine line) throws IOException, InterruptedException;

        /** @param json an object as it is, in the shape of the event by which it came to be */
        void object(String json) throws IOException, InterruptedException;
    }
}
