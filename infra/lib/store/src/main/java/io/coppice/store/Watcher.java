package io.coppice.store;

/** Who wants to know what changes. */
public interface Watcher {
    /** All that was known is void; this is what is there now. */
    void reset(Image now);

    /** One change, cut to the watched prefix. */
    void changed(Transition transition);
}
