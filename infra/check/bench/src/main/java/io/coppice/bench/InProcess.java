package io.coppice.bench;

import java.util.List;

/** Lists of many guests within this process, without the wire. */
final class InProcess implements Bench {
    @Override
    public void run(Where where, Table table) throws Exception {
        for (int guests : List.of(1_000, 20_000)) {
            try (ManyGuests many = new ManyGuests(guests)) {
                many.measure(table, guests > 10_000 ? 60 : 400);
            }
        }
    }
}
