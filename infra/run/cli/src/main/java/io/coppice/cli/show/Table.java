package io.coppice.cli.show;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A table in a frame, as wide as its content. */
final class Table {
    private final List<String> names;
    private final List<List<@Nullable Object>> rows;

    /** For each row: the name of what its last value is, where the rows of a column are of different kinds. */
    private final List<String> kinds;

    private Table(List<String> names, List<List<@Nullable Object>> rows, List<String> kinds) {
        this.names = names;
        this.rows = rows;
        this.kinds = kinds;
    }

    /** @param wanted the columns; those that there are, by name, where it is empty */
    static Table of(List<Map<?, ?>> rows, List<String> wanted) {
        List<String> names = new ArrayList<>(wanted);
        if (wanted.isEmpty()) {
            TreeSet<String> all = new TreeSet<>();
            rows.forEach(row -> row.keySet().forEach(name -> all.add(String.valueOf(name))));
            names.addAll(all);
        }
        List<List<@Nullable Object>> cells = new ArrayList<>();
        for (Map<?, ?> row : rows) {
            List<@Nullable Object> line = new ArrayList<>();
            names.forEach(name -> line.add(row.get(name)));
            cells.add(line);
        }
        return new Table(names, cells, List.of());
    }

    /** An object: names and values. */
    static Table of(Map<?, ?> object) {
        List<List<@Nullable Object>> cells = new ArrayList<>();
        List<String> kinds = new ArrayList<>();
        new TreeMap<Object, @Nullable Object>(object).forEach((name, value) -> {
            List<@Nullable Object> line = new ArrayList<>();
            line.add(name);
            line.add(value);
            cells.add(line);
            kinds.add(String.valueOf(name));
        });
        return new Table(List.of("key", "value"), cells, kinds);
    }

    String text(Look look) {
        if (names.isEmpty()) {
            return "";
        }
        List<List<String>> texts = new ArrayList<>();
        for (int r = 0; r < rows.size(); r++) {
            List<String> line = new ArrayList<>();
            for (int c = 0; c < names.size(); c++) {
                String kind = !kinds.isEmpty() && c == names.size() - 1 ? kinds.get(r) : names.get(c);
                line.add(Cell.text(look, kind, rows.get(r).get(c)).replaceAll("\\R", " "));
            }
            texts.add(line);
        }
        int[] widths = widths(look, texts);
        StringBuilder out = new StringBuilder();
        frame(out, look, widths, "┌┬┐");
        if (look.header()) {
            line(out, look, widths, names, false);
            frame(out, look, widths, "╞╪╡");
        }
        for (int r = 0; r < texts.size(); r++) {
            line(out, look, widths, texts.get(r), true);
            frame(out, look, widths, r < texts.size() - 1 ? "├┼┤" : "└┴┘");
        }
        if (texts.isEmpty()) {
            frame(out, look, widths, "└┴┘");
        }
        return out.toString();
    }

    private int[] widths(Look look, List<List<String>> texts) {
        int[] widths = new int[names.size()];
        for (int c = 0; c < widths.length; c++) {
            widths[c] = look.header() ? names.get(c).length() : 0;
            for (List<String> line : texts) {
                widths[c] = Math.max(
                        widths[c], line.get(c).codePointCount(0, line.get(c).length()));
            }
        }
        return widths;
    }

    /** @param corners left, between columns, right */
    private static void frame(StringBuilder out, Look look, int[] widths, String corners) {
        if (!look.border()) {
            return;
        }
        String dash = corners.startsWith("╞") ? "═" : "─";
        for (int c = 0; c < widths.length; c++) {
            out.append(c == 0 ? corners.charAt(0) : corners.charAt(1)).append(dash.repeat(widths[c] + 2));
        }
        out.append(corners.charAt(2)).append('\n');
    }

    private void line(StringBuilder out, Look look, int[] widths, List<String> texts, boolean data) {
        StringBuilder line = new StringBuilder();
        for (int c = 0; c < widths.length; c++) {
            String text = texts.get(c);
            String space = " ".repeat(widths[c] - text.codePointCount(0, text.length()));
            String cell = data && isNumeric(c) ? space + text : text + space;
            line.append(look.border() ? "│ " : c == 0 ? "" : " ").append(cell).append(look.border() ? " " : "");
        }
        out.append(look.border() ? line + "│" : line.toString().stripTrailing()).append('\n');
    }

    /** Columns of numbers stand at the right. */
    private boolean isNumeric(int column) {
        return kinds.isEmpty()
                && rows.stream().map(row -> row.get(column)).allMatch(v -> v == null || v instanceof Number)
                && rows.stream().anyMatch(row -> row.get(column) != null);
    }
}
