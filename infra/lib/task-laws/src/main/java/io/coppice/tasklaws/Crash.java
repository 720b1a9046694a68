package io.coppice.tasklaws;

/** The process dies here; an error, so that nothing handles it. */
final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash() {
        super("the process died", null, false, false);
    }
}
