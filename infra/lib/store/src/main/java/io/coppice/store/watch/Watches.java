package io.coppice.store.watch;

import io.coppice.store.Revision;
import io.coppice.store.Store;
import io.coppice.store.Watcher;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/** All watches of one store, fed by {@link #publish}. */
public final class Watches implements AutoCloseable {
    private final Set<Feed> feeds = ConcurrentHashMap.newKeySet();
    private final BooleanSupplier forgetful;
    private volatile Present present;
    private volatile boolean closed;

    public Watches(Present present) {
        this(present, () -> false);
    }

    /** @param forgetful asked before every delivery; true resets the watcher instead, as any store may */
    public Watches(Present present, BooleanSupplier forgetful) {
        this.present = present;
        this.forgetful = forgetful;
    }

    public Present present() {
        return present;
    }

    /** From one thread at a time. */
    public void publish(Present now) {
        present = now;
        feeds.forEach(Feed::wake);
    }

    public Store.Watch watch(String prefix, Watcher watcher) {
        return watch((Feed.Reader) new Filtered(prefix, watcher));
    }

    public Store.Watch watchAfter(Revision seen, String prefix, Watcher watcher) {
        Feed feed = new Feed(new Filtered(prefix, watcher), this::present, forgetful, feeds::remove);
        feed.after(seen);
        return begun(feed);
    }

    /** A watch that sees reservations and leases too. */
    public Store.Watch watch(Feed.Reader reader) {
        return begun(new Feed(reader, this::present, forgetful, feeds::remove));
    }

    private Feed begun(Feed feed) {
        feeds.add(feed);
        if (closed) {
            feed.close();
        }
        feed.start();
        return feed;
    }

    /** Ends all watches; one that is begun later sees nothing. */
    @Override
    public void close() {
        closed = true;
        feeds.forEach(Feed::close);
    }
}
