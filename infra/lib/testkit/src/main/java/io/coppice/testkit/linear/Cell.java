package io.coppice.testkit.linear;

import java.util.Optional;

/** A text that is read, written, and compared and set; a VM ID or a lease with its owner is one too. */
public final class Cell implements Model<String, Cell.In, Cell.Out> {
    /** What nothing is called. */
    public static final String NONE = "";

    /** What a client asks for. */
    public sealed interface In {
        record Read() implements In {}

        record Write(String text) implements In {}

        /** Sets it where it is what was expected. */
        record CompareAndSet(String expected, String text) implements In {}

        /** Takes it where it is free, or its own already. */
        record Take(String owner) implements In {}

        /** Frees it where it is its own. */
        record Free(String owner) implements In {}
    }

    /** What a client is told. */
    public sealed interface Out {
        record Was(String text) implements Out {}

        record Done() implements Out {}

        record Refused() implements Out {}
    }

    @Override
    public String initial() {
        return NONE;
    }

    @Override
    public Optional<String> after(String state, In input, Out output) {
        boolean refused = output instanceof Out.Refused;
        boolean could = could(state, input);
        if (output instanceof Out.Was w) {
            return w.text().equals(state) ? Optional.of(state) : Optional.empty();
        }
        return refused == could ? Optional.empty() : Optional.of(refused ? state : unseen(state, input));
    }

    private static boolean could(String state, In input) {
        return switch (input) {
            case In.Read r -> true;
            case In.Write w -> true;
            case In.CompareAndSet c -> state.equals(c.expected());
            case In.Take t -> state.equals(NONE) || state.equals(t.owner());
            case In.Free f -> true;
        };
    }

    @Override
    public String unseen(String state, In input) {
        if (!could(state, input)) {
            return state;
        }
        return switch (input) {
            case In.Read r -> state;
            case In.Write w -> w.text();
            case In.CompareAndSet c -> c.text();
            case In.Take t -> t.owner();
            case In.Free f -> state.equals(f.owner()) ? NONE : state;
        };
    }
}
