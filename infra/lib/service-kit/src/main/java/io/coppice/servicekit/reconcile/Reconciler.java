package io.coppice.servicekit.reconcile;

/** Brings what is nearer to what should be. Takes no input on purpose: after a restart there is none. */
public interface Reconciler {
    void reconcile() throws Exception;
}
