package io.coppice.metrics.history;

import io.coppice.contract.failure.Refused;
import io.coppice.metrics.picture.Curve;
import io.coppice.metrics.picture.Drawing;
import io.coppice.metrics.picture.PictureFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Draws histories. */
final class Pictures {
    private final Histories histories;
    private final PictureFolder folder;
    private final Clock clock;

    Pictures(Histories histories, PictureFolder folder, Clock clock) {
        this.histories = histories;
        this.folder = folder;
        this.clock = clock;
    }

    /**
     * The file of a picture just drawn.
     *
     * @param wanted columns, with commas between them
     * @throws Refused naming a column that there is none of
     */
    Path draw(Subject subject, Timeframe timeframe, Consolidation cf, String wanted) throws IOException {
        List<String> columns = Arrays.stream(wanted.split("[,; ]+"))
                .filter(c -> !c.isBlank())
                .distinct()
                .toList();
        for (String column : columns) {
            if (!subject.shape().columns().contains(column)) {
                throw Refused.badParameter(
                        "ds",
                        "there is no '" + column + "', only "
                                + String.join(", ", subject.shape().columns()));
            }
        }
        if (columns.isEmpty()) {
            throw Refused.badParameter("ds", "names no figure to draw");
        }
        List<Map<String, Object>> rows = histories.read(subject, timeframe, cf, clock.millis() / 1000);
        long from = rows.isEmpty() || !(rows.getFirst().get("time") instanceof Number time) ? 0 : time.longValue();
        int step = timeframe.resolution().stepSeconds();
        return folder.put(
                name(subject, timeframe, cf, columns),
                new Drawing(curves(rows, columns), from, step, timeframe.times(), ZoneId.systemDefault()).png());
    }

    private static List<Curve> curves(List<Map<String, Object>> rows, List<String> columns) {
        List<Curve> curves = new ArrayList<>();
        for (String column : columns) {
            double[] values = rows.stream()
                    .mapToDouble(row -> row.get(column) instanceof Number n ? n.doubleValue() : Double.NaN)
                    .toArray();
            curves.add(new Curve(column, values));
        }
        return curves;
    }

    private static String name(Subject subject, Timeframe timeframe, Consolidation cf, List<String> columns) {
        List<String> parts = new ArrayList<>(List.of(
                subject.shape().name().toLowerCase(Locale.ROOT), subject.name().replace('/', '_')));
        // a node's name and all its figures would be longer than a file's name may be
        parts.add(columns.size() > 4 ? Integer.toHexString(columns.hashCode()) : String.join("-", columns));
        parts.add(timeframe.name().toLowerCase(Locale.ROOT));
        parts.add(cf.name().toLowerCase(Locale.ROOT));
        return String.join("_", parts) + ".png";
    }
}
