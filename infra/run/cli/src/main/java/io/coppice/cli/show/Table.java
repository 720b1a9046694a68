package io.coppice.cli.show;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A table. In a frame long texts go over several lines of their cell, broken behind commas and blanks; without one each row
 * is a line, for programs that read it.
 */
final class Table {
    private static final int WIDEST = 72;
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
        List<List<List<String>>> broken = texts.stream()
                .map(row -> row.stream()
                        .map(cell -> look.border() ? broken(cell) : List.of(cell))
                        .toList())
                .toList();
        int[] widths = widths(look, broken);
        StringBuilder out = new StringBuilder();
        frame(out, look, widths, "┌┬┐");
        if (look.header()) {
            line(out, look, widths, names, false);
            frame(out, look, widths, "╞╪╡");
        }
        for (int r = 0; r < broken.size(); r++) {
            row(out, look, widths, broken.get(r));
            frame(out, look, widths, r < broken.size() - 1 ? "├┼┤" : "└┴┘");
        }
        if (texts.isEmpty()) {
            frame(out, look, widths, "└┴┘");
        }
        return out.toString();
    }

    private void row(StringBuilder out, Look look, int[] widths, List<List<String>> cells) {
        int height = cells.stream().mapToInt(List::size).max().orElse(1);
        for (int i = 0; i < height; i++) {
            int at = i;
            line(
                    out,
                    look,
                    widths,
                    cells.stream().map(c -> at < c.size() ? c.get(at) : "").toList(),
                    true);
        }
    }

    private static List<String> broken(String text) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (rest.length() > WIDEST) {
            int at = Math.max(rest.lastIndexOf(',', WIDEST - 1), rest.lastIndexOf(' ', WIDEST - 1));
            if (at <= 0) {
                // a word that is too long for a line has one of its own
                int next = IntStream.of(rest.indexOf(',', WIDEST), rest.indexOf(' ', WIDEST))
                        .filter(i -> i >= 0)
                        .min()
                        .orElse(rest.length() - 1);
                at = next;
            }
            lines.add(rest.substring(0, at + 1).stripTrailing());
            rest = rest.substring(at + 1).stripLeading();
        }
        if (!rest.isEmpty() || lines.isEmpty()) {
            lines.add(rest);
        }
        return lines;
    }

    private int[] widths(Look look, List<List<List<String>>> rows) {
        int[] widths = new int[names.size()];
        for (int c = 0; c < widths.length; c++) {
            widths[c] = look.header() ? names.get(c).length() : 0;
            for (List<List<String>> row : rows) {
                for (String text : row.get(c)) {
                    widths[c] = Math.max(widths[c], text.codePointCount(0, text.length()));
                }
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
