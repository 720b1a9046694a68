package io.coppice.compute.qemu;

import java.util.ArrayList;
import java.util.List;

/** Arguments as they are put together; each option with its value. */
final class Argv {
    private final List<String> all = new ArrayList<>();

    Argv add(String... arguments) {
        all.addAll(List.of(arguments));
        return this;
    }

    Argv device(String text) {
        return add("-device", text);
    }

    Argv addAll(List<String> more) {
        all.addAll(more);
        return this;
    }

    List<String> list() {
        return List.copyOf(all);
    }

    /** A comma in a value of QEMU's is doubled. */
    static String comma(String text) {
        return text.replace(",", ",,");
    }
}
