package io.coppice.bench;

import java.util.List;

/** {@code bench resources}: prints what was measured, a line each. */
public final class Main {
    private Main() {}

    public static void main(String... argv) throws Exception {
        if (!List.of(argv).equals(List.of("resources"))) {
            System.err.println("usage: coppice bench resources");
            System.exit(2);
        }
        for (int guests : List.of(1_000, 20_000)) {
            try (ManyGuests many = new ManyGuests(guests)) {
                many.measure(guests > 10_000 ? 60 : 400).forEach(System.out::println);
            }
        }
    }
}
