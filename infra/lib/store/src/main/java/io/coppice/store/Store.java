package io.coppice.store;

/** The door to the truth; the same in the process that holds it and over a socket. */
public interface Store extends AutoCloseable {
    /** The newest state that this process has seen. Never blocks; immutable. */
    Image image();

    /**
     * Decides a change. Blocks until it is known, ten seconds at most; a change that is done shows in {@link #image} when
     * this returns. Sending the same change again answers its first outcome.
     */
    Outcome submit(Change change);

    /**
     * Tells what changes at or below a prefix: first {@link Watcher#reset} with all that is there, then every transition
     * in order. The watcher is called on one thread of its own and may block; one that falls behind is reset.
     */
    Watch watch(String prefix, Watcher watcher);

    /**
     * The same from behind a revision that the watcher has seen, so that it is reset only where the history does not reach
     * back so far.
     */
    Watch watchAfter(Revision seen, String prefix, Watcher watcher);

    @Override
    void close();

    /** A running watch; closing ends it. A call of its watcher that has begun may come to its end later. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
