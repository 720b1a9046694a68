package io.coppice.servicekit.truth;

/**
 * The store took no change, or did not tell whether it did, as its message says. For a task no failed step: it parks, and
 * does the same action again later. A caller who waits is told so.
 */
public final class StoreUnavailable extends Exception {
    private static final long serialVersionUID = 1L;

    public StoreUnavailable(String message) {
        super(message);
    }
}
