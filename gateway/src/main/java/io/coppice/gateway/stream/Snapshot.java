package io.coppice.gateway.stream;

import io.coppice.servicekit.event.EventCursor;
import io.coppice.servicekit.event.EventLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;

/** Brings objects from the node's thread to a client's event loop, a few at a time and no faster than it reads. */
final class Snapshot implements Node.Objects {
    private static final int AT_ONCE = 32 * 1024;
    private final Outlet outlet;
    private final Predicate<EventLine> sees;
    private final Executor loop;
    private final Semaphore taken = new Semaphore(0);
    private List<EventLine> waiting = new ArrayList<>();
    private int size;
    private EventCursor cursor = new EventCursor(Map.of());
    private volatile boolean closed;

    /** @param sees asked on the event loop */
    Snapshot(Outlet outlet, Predicate<EventLine> sees, Executor loop) {
        this.outlet = outlet;
        this.sees = sees;
        this.loop = loop;
    }

    @Override
    public void cursor(EventCursor behind) {
        cursor = behind;
    }

    EventCursor cursor() {
        return cursor;
    }

    @Override
    public void object(EventLine object) throws InterruptedException {
        waiting.add(object);
        size += object.json().length();
        if (size >= AT_ONCE) {
            finish();
        }
    }

    /** Gives what is left; waits until the client has room again. */
    void finish() throws InterruptedException {
        List<EventLine> batch = waiting;
        waiting = new ArrayList<>();
        size = 0;
        loop.execute(() -> give(batch));
        taken.acquire();
        if (closed) {
            throw new IllegalStateException("the client went");
        }
    }

    private void give(List<EventLine> batch) {
        if (!closed) {
            batch.stream().filter(sees).forEach(o -> outlet.object(o.json()));
            outlet.flush();
        }
        if (!closed && outlet.isFull()) {
            outlet.whenDrained(taken::release);
        } else {
            taken.release();
        }
    }

    /** The client is gone: nobody waits for it any more. */
    void close() {
        closed = true;
        taken.release();
    }
}
