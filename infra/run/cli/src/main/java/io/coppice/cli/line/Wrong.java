package io.coppice.cli.line;

/** The words make no sense; the message says which and what would. Nothing was sent. */
public final class Wrong extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Wrong(String message) {
        super(message);
    }
}
