package io.coppice.gateway.stream;

import io.coppice.contract.api.event.EventsApi;
import io.coppice.contract.failure.Refused;
import io.coppice.servicekit.event.EventCursor;
import io.coppice.servicekit.event.EventFilter;
import io.coppice.servicekit.event.EventLine;
import io.coppice.servicekit.feed.Feed;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Gatekeeper;
import io.coppice.store.Store;
import io.coppice.store.seen.RevisionGate;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All streams of this gateway, and the one reader of the node's feed behind them. */
public final class Streams implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Streams.class);

    /** Streams in all; each costs its connection and some KiB. */
    static final int MOST = 5_000;

    /** Streams of one user, its tokens among them. */
    static final int MOST_OF_USER = 1_500;

    /** How often a stream shows that it lives, in ticks of {@link #tick}. */
    static final int BEAT = 15;

    private static final Duration AGAIN = Duration.ofMillis(500);
    private static final Duration LONGEST_END = Duration.ofSeconds(5);

    private final Node node;
    private final Gatekeeper gatekeeper;
    private final Executor workers;
    private final Recent recent = new Recent();
    private final AccessVersion version;
    private final Map<Subscription, Place> all = new ConcurrentHashMap<>();
    private final Map<String, Integer> ofUser = new ConcurrentHashMap<>();
    private final Thread reader;
    private long ticks;
    private final AtomicInteger opened = new AtomicInteger();

    private record Place(String user, int beat) {}

    /** @param workers for what blocks; a virtual thread each */
    public Streams(Feed feed, Gatekeeper gatekeeper, RevisionGate gate, Store store, Executor workers) {
        this.node = new Node(feed, gate);
        this.gatekeeper = gatekeeper;
        this.workers = workers;
        this.version = new AccessVersion(store, this::wake);
        this.reader = Thread.ofVirtual().name("feed").start(this::follow);
    }

    /**
     * What a client asked for.
     *
     * @param since a cursor, {@code first}, or none for now
     * @param snapshot whether to begin with what is
     */
    public record Wanted(Optional<String> since, EventFilter filter, boolean snapshot) {
        public static Wanted of(EventsApi.Read in, Optional<String> lastEventId) {
            // a browser that comes back asks as before, and says in its header how far it got
            return new Wanted(
                    lastEventId.or(in::since),
                    EventFilter.of(in.type(), in.object()),
                    in.snapshot() && lastEventId.isEmpty());
        }
    }

    /**
     * Makes room for a stream, before anything is answered.
     *
     * @throws Refused where the cursor is none, or there are too many streams already
     */
    public Opening prepare(Caller caller, Wanted wanted) {
        Optional<EventCursor> from = cursor(wanted);
        Recent.Place end =
                recent.end().orElseThrow(() -> Refused.conflict("the node does not tell events yet; try again"));
        String user = caller.name().replaceFirst("!.*", "");
        reserve(user);
        return new Opening(user, new Access(gatekeeper, caller, version::now), wanted, from, end);
    }

    /** A stream that has its room; one of the two is to be called. */
    public final class Opening {
        private final String user;
        private final Access access;
        private final Wanted wanted;
        private final Optional<EventCursor> from;
        private final Recent.Place end;

        private Opening(String user, Access access, Wanted wanted, Optional<EventCursor> from, Recent.Place end) {
            this.user = user;
            this.access = access;
            this.wanted = wanted;
            this.from = from;
            this.end = end;
        }

        /**
         * On the event loop of the client's connection.
         *
         * @param loop that event loop
         */
        public void begin(Outlet outlet, Executor loop) {
            Subscription one = new Subscription(
                    outlet, wanted.filter(), access, recent, node, new Subscription.Loops(loop, workers), from);
            all.put(one, new Place(user, opened.getAndIncrement() % BEAT));
            outlet.whenClosed(() -> {
                one.close();
                leave(one);
            });
            if (one.isClosed()) {
                return;
            }
            outlet.open();
            if (wanted.snapshot()) {
                one.beginWithSnapshot();
            } else if (wanted.since().isEmpty()) {
                one.beginAt(end);
            }
            outlet.flush();
            one.pump();
        }

        public void giveUp() {
            release(user);
        }
    }

    private static Optional<EventCursor> cursor(Wanted wanted) {
        if (wanted.snapshot() && wanted.since().isPresent()) {
            throw Refused.badParameter("snapshot", "begins with what is; leave out since, or snapshot");
        }
        Optional<String> since = wanted.since().filter(s -> !s.equals("first"));
        Optional<EventCursor> cursor = since.flatMap(EventCursor::parse);
        if (since.isPresent() && cursor.isEmpty()) {
            throw Refused.badParameter(
                    "since", "is no cursor; take one from an answer or a stream, or 'first', or leave it out");
        }
        return cursor;
    }

    private synchronized void reserve(String user) {
        int sum = ofUser.values().stream().mapToInt(Integer::intValue).sum();
        int own = ofUser.getOrDefault(user, 0);
        if (sum >= MOST || own >= MOST_OF_USER) {
            throw Refused.conflict(
                    sum >= MOST
                            ? "this gateway serves " + MOST + " streams and no more; end one"
                            : user + " has " + MOST_OF_USER + " streams and gets no more; end one");
        }
        ofUser.put(user, own + 1);
    }

    private synchronized void release(String user) {
        ofUser.computeIfPresent(user, (u, n) -> n > 1 ? n - 1 : null);
    }

    private void leave(Subscription one) {
        Place place = all.remove(one);
        if (place != null) {
            release(place.user());
        }
    }

    /** Whether the node tells this process events. */
    public boolean isReady() {
        return recent.end().isPresent();
    }

    /** How many streams there are. */
    public int size() {
        return all.size();
    }

    /** To be called every second. */
    public void tick() {
        long now = ticks++;
        all.forEach((one, place) -> {
            if (now % BEAT == place.beat()) {
                one.beatSoon();
            }
        });
    }

    private void wake() {
        all.keySet().forEach(Subscription::wake);
    }

    private void follow() {
        try {
            while (!Thread.interrupted()) {
                try {
                    node.follow(recent.end().map(Recent.Place::cursor), new Follower());
                } catch (IOException | RuntimeException e) {
                    LOG.debug("the feed is away, and followed again as soon as it is back: {}", e.getMessage());
                }
                Thread.sleep(AGAIN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Follower implements Feed.Sink {
        private boolean news;

        @Override
        public void at(EventCursor cursor, boolean expired) {
            if (expired || recent.end().isEmpty()) {
                recent.beginAt(cursor);
                wake();
            }
        }

        @Override
        public void seen(String revision) throws InterruptedException {
            node.awaitSeen(revision);
            if (news) {
                news = false;
                wake();
            }
        }

        @Override
        public void event(EventLine line) {
            recent.add(line);
            news = true;
        }

        @Override
        public void object(String json) throws IOException {
            throw new IOException("a feed that is followed has no objects");
        }
    }

    /** Ends all streams; waits until the feed is followed no more, five seconds at most. */
    @Override
    public void close() {
        reader.interrupt();
        version.close();
        all.keySet().forEach(Subscription::endSoon);
        try {
            boolean ended = reader.join(LONGEST_END);
            LOG.debug("the feed is {}", ended ? "followed no more" : "followed still");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
