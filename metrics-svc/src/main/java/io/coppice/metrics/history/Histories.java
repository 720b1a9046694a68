package io.coppice.metrics.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The histories of all objects, in one folder. */
public final class Histories {
    private final Path folder;

    public Histories(Path folder) {
        this.folder = folder;
    }

    Path folder() {
        return folder;
    }

    /** Adds a minute; one write, and another two for each coarser row whose time has just ended. */
    void add(Subject subject, Settling settling, int minute, float[] values) throws IOException {
        try (HistoryFile file = HistoryFile.open(subject.file(folder), subject.shape())) {
            file.put(Resolution.MINUTE, Consolidation.AVERAGE, minute, values);
            settling.settle(file, Resolution.MINUTE.start(minute));
        }
    }

    /** Nothing happens where there is none. */
    void remove(Subject subject) throws IOException {
        Files.deleteIfExists(subject.file(folder));
    }

    /**
     * One entry for each period, the oldest first: {@code time} (Unix seconds, its beginning), and of each column what is
     * known.
     */
    List<Map<String, Object>> read(Subject subject, Timeframe timeframe, Consolidation cf, long nowSeconds)
            throws IOException {
        Resolution of = timeframe.resolution();
        // the minute that runs is nobody's to tell yet
        int last = of.period(nowSeconds) - (of == Resolution.MINUTE ? 1 : 0);
        int first = last - timeframe.rows() + 1;
        List<Optional<float[]>> rows = rows(subject, of, cf, first, timeframe.rows(), nowSeconds);
        List<Map<String, Object>> all = new ArrayList<>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("time", of.start(first + i));
            rows.get(i).ifPresent(values -> fill(entry, subject.shape(), values));
            all.add(entry);
        }
        return all;
    }

    private List<Optional<float[]>> rows(
            Subject subject, Resolution of, Consolidation cf, int first, int count, long nowSeconds)
            throws IOException {
        Optional<HistoryFile> opened = HistoryFile.look(subject.file(folder), subject.shape());
        if (opened.isEmpty()) {
            return Collections.nCopies(count, Optional.empty());
        }
        try (HistoryFile file = opened.get()) {
            List<Optional<float[]>> rows = new ArrayList<>(file.rows(of, cf, first, count));
            for (int i = Math.max(0, count - 2); i < count; i++) {
                if (rows.get(i).isEmpty()) {
                    rows.set(i, unsettled(file, subject.shape(), of, cf, first + i, nowSeconds));
                }
            }
            return rows;
        }
    }

    /** A row whose time is not over, or only just: made of what finer rows say so far. */
    private static Optional<float[]> unsettled(
            HistoryFile file, Shape shape, Resolution of, Consolidation cf, int period, long nowSeconds)
            throws IOException {
        int i = shape.resolutions().indexOf(of);
        if (i == 0 || period < of.period(nowSeconds) - 1) {
            return Optional.empty();
        }
        Resolution fine = shape.resolutions().get(i - 1);
        int together = of.stepSeconds() / fine.stepSeconds();
        int begin = period * together;
        int end = Math.min(begin + together, fine.period(nowSeconds) + 1);
        List<float[]> known = new ArrayList<>();
        for (int p = begin; p < end; p++) {
            Optional<float[]> row = file.row(fine, cf, p);
            (row.isPresent() ? row : unsettled(file, shape, fine, cf, p, nowSeconds)).ifPresent(known::add);
        }
        return known.isEmpty()
                ? Optional.empty()
                : Optional.of(cf.of(known, shape.columns().size()));
    }

    private static void fill(Map<String, Object> entry, Shape shape, float[] values) {
        for (int c = 0; c < values.length; c++) {
            if (!Float.isNaN(values[c])) {
                entry.put(shape.columns().get(c), number(values[c]));
            }
        }
    }

    /** Whole where it is whole, else with the digits that it has. */
    private static Number number(float value) {
        return value == Math.rint(value) && Math.abs(value) < 1L << 53
                ? (Number) (long) value
                : (Number) Double.valueOf(Float.toString(value));
    }
}
