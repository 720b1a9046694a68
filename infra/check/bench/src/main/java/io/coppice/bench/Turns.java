package io.coppice.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Several things that are done in turns, each timed, so that a busy moment hits them all. */
final class Turns {
    private final int warmUp;
    private final int rounds;
    private final Map<String, Timings.Work> works = new LinkedHashMap<>();
    private final Map<String, Timings.Work> afters = new LinkedHashMap<>();
    private final Map<String, List<Long>> nanos = new LinkedHashMap<>();

    /** @param warmUp rounds that do not count */
    Turns(int warmUp, int rounds) {
        this.warmUp = warmUp;
        this.rounds = rounds;
    }

    void add(String name, Timings.Work work) {
        add(name, work, () -> {});
    }

    /** @param after what is done each time, and does not count */
    void add(String name, Timings.Work work, Timings.Work after) {
        works.put(name, work);
        afters.put(name, after);
        nanos.put(name, new ArrayList<>());
    }

    void run() throws Exception {
        for (int i = 0; i < warmUp + rounds; i++) {
            for (Map.Entry<String, Timings.Work> e : works.entrySet()) {
                long before = System.nanoTime();
                e.getValue().run();
                long took = System.nanoTime() - before;
                if (i >= warmUp) {
                    nanos.getOrDefault(e.getKey(), new ArrayList<>()).add(took);
                }
                afters.getOrDefault(e.getKey(), () -> {}).run();
            }
        }
    }

    Timings told(String name) {
        return Timings.of(nanos.getOrDefault(name, List.of()));
    }
}
