package io.coppice.metrics.export;

import io.coppice.contract.api.metrics.FiguresApi.Figure;
import io.coppice.metrics.figure.Observation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What was exported in the last half hour, looks ten seconds apart, and less where there is much: so many figures at most,
 * the oldest looks make room. Thread-safe.
 */
final class Memory {
    private static final int LOOKS = 180;
    private final int mostFigures;
    private final Deque<List<Seen>> looks = new ArrayDeque<>();
    private int figures;

    /** An object's figures at one time. */
    record Seen(String node, List<Figure> figures) {}

    /** @param mostFigures about 100 bytes each */
    Memory(int mostFigures) {
        this.mostFigures = mostFigures;
    }

    synchronized void keep(List<Observation> all) {
        List<Seen> look = new ArrayList<>();
        for (Observation o : all) {
            List<Figure> of = Exported.of(o);
            look.add(new Seen(o.node().text(), of));
            figures += of.size();
        }
        looks.addLast(look);
        while (looks.size() > LOOKS || (figures > mostFigures && looks.size() > 1)) {
            looks.removeFirst().forEach(seen -> figures -= seen.figures().size());
        }
    }

    /** All looks, the oldest first. */
    synchronized List<List<Seen>> all() {
        return List.copyOf(looks);
    }

    synchronized List<Seen> newest() {
        return looks.isEmpty() ? List.of() : looks.getLast();
    }
}
