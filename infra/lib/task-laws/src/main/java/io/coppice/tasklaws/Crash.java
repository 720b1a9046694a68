package io.coppice.tasklaws;

/** The process dies here; an error, so that nothing handles it. A world throws it where its task ends the process. */
public final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    public Crash() {
        super("the process died", null, false, false);
    }
}
