package io.coppice.gateway.stream;

import io.coppice.servicekit.event.EventCursor;
import io.coppice.servicekit.event.EventLine;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The newest events, numbered, in memory within bounds: whoever needs older ones asks the node. Thread-safe. */
final class Recent {
    /** Characters of JSON. */
    private static final long MOST_CHARACTERS = 4L << 20;

    private static final int MOST = 8_192;

    private final Map<Long, Told> kept = new HashMap<>();
    private long first;
    private long next;
    private long characters;
    private EventCursor before = new EventCursor(Map.of());
    private EventCursor end = before;
    private boolean known;

    /** What comes next of a reader. */
    sealed interface Next {
        record Event(Told told) implements Next {}

        /** It has everything. */
        record Nothing() implements Next {}

        /** What it needs is not kept here any more. */
        record Gone() implements Next {}
    }

    private static final Next NOTHING = new Next.Nothing();
    private static final Next GONE = new Next.Gone();

    /** Forgets everything and goes on from a cursor: what lies between was not told to this process. */
    synchronized void beginAt(EventCursor cursor) {
        kept.clear();
        characters = 0;
        // who stood at the end has missed something too
        next++;
        first = next;
        before = cursor;
        end = cursor;
        known = true;
    }

    synchronized void add(EventLine line) {
        if (line.position() < end.of(line.log())) {
            return;
        }
        end = end.after(line.log(), line.position());
        kept.put(next++, Told.of(line, end));
        characters += line.json().length();
        while (characters > MOST_CHARACTERS || next - first > MOST) {
            Told oldest = kept.remove(first++);
            if (oldest != null) {
                before = oldest.after();
                characters -= oldest.json().length();
            }
        }
    }

    /** A place at the end; empty while nothing is known of the node's logs. */
    synchronized Optional<Place> end() {
        return known ? Optional.of(new Place(next, end)) : Optional.empty();
    }

    /** The number of the event from which on a reader finds here all that it has not seen, some of it again; empty for none. */
    synchronized Optional<Long> join(EventCursor cursor) {
        return known && cursor.hasPassed(before) ? Optional.of(first) : Optional.empty();
    }

    synchronized Next at(long number) {
        if (number < first) {
            return GONE;
        }
        Told told = kept.get(number);
        return told == null ? NOTHING : new Next.Event(told);
    }

    /** A number and its cursor. */
    record Place(long number, EventCursor cursor) {}
}
