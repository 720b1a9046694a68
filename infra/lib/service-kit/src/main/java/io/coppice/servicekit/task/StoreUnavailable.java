package io.coppice.servicekit.task;

/** The store does not answer: no failed step, the task parks and does the same action again later. */
public final class StoreUnavailable extends Exception {
    private static final long serialVersionUID = 1L;

    public StoreUnavailable(String message) {
        super(message);
    }
}
