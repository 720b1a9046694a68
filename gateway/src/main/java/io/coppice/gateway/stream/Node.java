package io.coppice.gateway.stream;

import io.coppice.servicekit.event.EventCursor;
import io.coppice.servicekit.event.EventLine;
import io.coppice.servicekit.feed.Feed;
import io.coppice.store.seen.RevisionGate;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** What is asked of the node for single clients, a few at a time; the others stand in line with nothing but their cursors. */
final class Node {
    private static final Duration SEEN_WITHIN = Duration.ofSeconds(1);
    private static final int READERS = 32;
    private static final int SNAPSHOTS = 8;
    private final Feed feed;
    private final RevisionGate gate;
    private final Semaphore readers = new Semaphore(READERS, true);
    private final Semaphore snapshots = new Semaphore(SNAPSHOTS, true);

    Node(Feed feed, RevisionGate gate) {
        this.feed = feed;
        this.gate = gate;
    }

    /**
     * What comes next.
     *
     * @param begin where it begins; with {@code expired}, behind what is gone
     */
    record Page(EventCursor begin, boolean expired, List<EventLine> lines, EventCursor end) {}

    /** Tells what is. */
    interface Objects {
        void cursor(EventCursor cursor);

        void object(EventLine object) throws InterruptedException;
    }

    /** Follows everything, for this process. */
    void follow(Optional<EventCursor> from, Feed.Sink to) throws IOException, InterruptedException {
        feed.follow(from, to);
    }

    /** Until this process knows who might see what happened at a revision, nobody is told of it. */
    void awaitSeen(String revision) throws InterruptedException {
        do {
            gate.await(revision, SEEN_WITHIN);
        } while (gate.isBehind(revision));
    }

    Page page(Optional<EventCursor> from) throws IOException, InterruptedException {
        readers.acquire();
        try {
            Collected all = new Collected();
            feed.page(from, all);
            return new Page(all.cursors.getFirst(), all.expired, all.lines, all.cursors.getLast());
        } finally {
            readers.release();
        }
    }

    void snapshot(Objects to) throws IOException, InterruptedException {
        snapshots.acquire();
        try {
            feed.state(new Collected() {
                @Override
                public void at(EventCursor cursor, boolean gone) {
                    to.cursor(cursor);
                }

                @Override
                public void object(String json) throws InterruptedException {
                    to.object(EventLine.of("", 0, json));
                }
            });
        } finally {
            snapshots.release();
        }
    }

    private class Collected implements Feed.Sink {
        private final List<EventCursor> cursors = new ArrayList<>();
        private final List<EventLine> lines = new ArrayList<>();
        private boolean expired;

        @Override
        public void at(EventCursor cursor, boolean gone) {
            cursors.add(cursor);
            expired |= gone;
        }

        @Override
        public void seen(String revision) throws InterruptedException {
            awaitSeen(revision);
        }

        @Override
        public void event(EventLine line) {
            lines.add(line);
        }

        @Override
        public void object(String json) throws InterruptedException {
            throw new IllegalStateException("a page has no objects");
        }
    }
}
