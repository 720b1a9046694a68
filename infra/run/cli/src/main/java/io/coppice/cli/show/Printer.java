package io.coppice.cli.show;

import org.jspecify.annotations.Nullable;

/** Says an answer's data to people; JSON needs none of these. */
@FunctionalInterface
public interface Printer {
    /** @return whole lines, each with its end */
    String print(Look look, @Nullable Object data);
}
