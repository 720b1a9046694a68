package io.coppice.gateway.stream;

import io.coppice.contract.failure.Refused;
import io.coppice.servicekit.event.EventCursor;
import io.coppice.servicekit.event.EventFilter;
import io.coppice.servicekit.event.EventLine;
import io.coppice.servicekit.serve.Caller;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's stream. It is in step with the newest events, or behind them and reads pages of the node from its cursor:
 *
 * <pre>
 *   (snapshot) ─► behind ── its cursor is within what is recent ──► in step
 *                   ▲                                                 │
 *                   └────────── what comes next is gone ──────────────┘
 * </pre>
 *
 * All but {@link #wake} happens on the event loop of its connection.
 */
final class Subscription {
    private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);

    /** So many events at once; then the other clients of its event loop have theirs. */
    private static final int TURN = 200;

    private final Outlet outlet;
    private final EventFilter filter;
    private final Access access;
    private final Recent recent;
    private final Node node;
    private final Loops loops;
    private final AtomicBoolean asked = new AtomicBoolean();

    /** Empty for the oldest event that is kept. */
    private Optional<EventCursor> cursor;

    private boolean shared;
    private long number = -1;
    private boolean busy;
    private boolean closed;
    private @Nullable Snapshot snapshot;

    /**
     * Where it runs.
     *
     * @param loop of its connection
     * @param workers for what blocks
     */
    record Loops(Executor loop, Executor workers) {}

    Subscription(
            Outlet outlet,
            EventFilter filter,
            Access access,
            Recent recent,
            Node node,
            Loops loops,
            Optional<EventCursor> from) {
        this.outlet = outlet;
        this.filter = filter;
        this.access = access;
        this.recent = recent;
        this.node = node;
        this.loops = loops;
        this.cursor = from;
    }

    /** Goes on behind everything that is recent. */
    void beginAt(Recent.Place place) {
        cursor = Optional.of(place.cursor());
        number = place.number();
        shared = true;
    }

    /** Begins with what is; see {@link Snapshot}. */
    void beginWithSnapshot() {
        busy = true;
        Snapshot made = new Snapshot(outlet, this::sees, loops.loop());
        snapshot = made;
        loops.workers().execute(() -> {
            try {
                node.snapshot(made);
                made.finish();
                loops.loop().execute(() -> begin(made.cursor()));
            } catch (IOException | RuntimeException e) {
                failed(e, "what is there cannot be told now; try again");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void begin(EventCursor from) {
        busy = false;
        cursor = Optional.of(from);
        if (!closed) {
            outlet.ready(from.toString());
            outlet.flush();
            joinOrStayBehind();
            pump();
        }
    }

    private void failed(Exception e, String reason) {
        LOG.warn("a stream ends: {}", String.valueOf(e.getMessage()));
        loops.loop().execute(() -> end(reason));
    }

    /** There may be something for it; from any thread. */
    void wake() {
        if (asked.compareAndSet(false, true)) {
            loops.loop().execute(() -> {
                asked.set(false);
                pump();
            });
        }
    }

    /** The client is gone. */
    void close() {
        closed = true;
        if (snapshot != null) {
            snapshot.close();
        }
    }

    boolean isClosed() {
        return closed;
    }

    void pump() {
        if (closed) {
            return;
        }
        Optional<Caller> caller = admitted();
        if (caller.isEmpty() || busy) {
            return;
        }
        for (int told = 0; !outlet.isFull(); told++) {
            if (told == TURN) {
                outlet.flush();
                wake();
                return;
            }
            if (number < 0) {
                readOn();
                return;
            }
            switch (recent.at(number)) {
                case Recent.Next.Event e -> pass(e.told(), caller.get());
                case Recent.Next.Nothing n -> {
                    outlet.flush();
                    return;
                }
                case Recent.Next.Gone g -> number = -1;
            }
        }
        outlet.flush();
        outlet.whenDrained(this::pump);
    }

    /** Empty when it was ended, because the credential does not hold any more. */
    private Optional<Caller> admitted() {
        try {
            return Optional.of(access.now());
        } catch (Refused r) {
            end(r.failure().text());
            return Optional.empty();
        }
    }

    private boolean sees(EventLine object) {
        Told told = Told.of(object, new EventCursor(Map.of()));
        return filter.fits(told.type(), told.subject())
                && admitted().map(told::isFor).orElse(false);
    }

    private void pass(Told told, Caller caller) {
        number++;
        EventCursor at = cursor.orElse(told.after());
        boolean news = shared || told.position() >= at.of(told.log());
        if (!shared) {
            at = news ? at.after(told.log(), told.position()) : at;
            shared = at.hasPassed(told.after()) && told.after().hasPassed(at);
        }
        // in step, its cursor is the one that all of them share
        cursor = Optional.of(shared ? told.after() : at);
        if (news && filter.fits(told.type(), told.subject()) && told.isFor(caller)) {
            outlet.event(told.json(), shared ? told.cursor() : at.toString());
        }
    }

    private void readOn() {
        outlet.flush();
        busy = true;
        Optional<EventCursor> from = cursor;
        loops.workers().execute(() -> {
            try {
                Node.Page page = node.page(from);
                loops.loop().execute(() -> take(page));
            } catch (IOException | RuntimeException e) {
                failed(e, "older events cannot be read now; try again");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void take(Node.Page page) {
        busy = false;
        Optional<Caller> caller = closed ? Optional.empty() : admitted();
        if (caller.isEmpty()) {
            return;
        }
        if (page.expired()) {
            outlet.expired(page.begin().toString());
        }
        EventCursor at = page.begin();
        for (EventLine line : page.lines()) {
            at = at.after(line.log(), line.position());
            Told told = Told.of(line, at);
            if (filter.fits(told.type(), told.subject()) && told.isFor(caller.get())) {
                outlet.event(told.json(), told.cursor());
            }
        }
        cursor = Optional.of(page.end());
        joinOrStayBehind();
        outlet.flush();
        // with nothing to read and nothing to join, the node is away: this process hears when it is back
        if (number >= 0 || !page.lines().isEmpty()) {
            wake();
        }
    }

    private void joinOrStayBehind() {
        shared = false;
        number = cursor.flatMap(recent::join).orElse(-1L);
    }

    void beatSoon() {
        loops.loop().execute(this::beat);
    }

    void endSoon() {
        loops.loop().execute(() -> end("the gateway stops; come back"));
    }

    /** A sign of life; one whose credential ended by time ends here at the latest. */
    private void beat() {
        if (closed || admitted().isEmpty()) {
            return;
        }
        if (busy || outlet.isFull()) {
            outlet.stalled();
        } else {
            cursor.ifPresent(c -> outlet.beat(c.toString()));
            outlet.flush();
        }
    }

    private void end(String reason) {
        if (!closed) {
            closed = true;
            outlet.end(reason, cursor.map(EventCursor::toString));
        }
    }
}
