package io.coppice.contract.word;

/** A text that is not the word it was taken for. The message names what was expected and is fit for users. */
public final class Malformed extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public Malformed(String message) {
        super(message);
    }
}
