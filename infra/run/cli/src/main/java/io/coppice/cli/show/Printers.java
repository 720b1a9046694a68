package io.coppice.cli.show;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The looks that answers have, as those who know the original's commands expect them. */
public final class Printers {
    private static final long MIB = 1024 * 1024;
    private static final double GIB = 1024.0 * MIB;

    private Printers() {}

    /** A list as a table, an object as names and values, anything else as a line. */
    public static String any(Look look, @Nullable Object data) {
        return switch (data) {
            case null -> "";
            case List<?> list -> Table.of(rows(list), List.of()).text(look);
            case Map<?, ?> map -> Table.of(map).text(look);
            default -> data + "\n";
        };
    }

    /** A table of these columns, in this order. */
    public static Printer columns(String... names) {
        return (look, data) -> Table.of(rows(data), List.of(names)).text(look);
    }

    /** {@code name: value}, a line each, without the digest; line ends within as {@code %0A}, as configurations have them. */
    public static String pairs(Look look, @Nullable Object data) {
        StringBuilder text = new StringBuilder();
        if (data instanceof Map<?, ?> map) {
            TreeMap<Object, Object> named = new TreeMap<>(map);
            named.remove("digest");
            named.forEach((name, value) -> text.append(name)
                    .append(": ")
                    .append(Cell.text(value).replace("\n", "%0A"))
                    .append('\n'));
        }
        return text.toString();
    }

    /** One property of an object, behind its name. */
    public static Printer one(String name) {
        return (look, data) -> data instanceof Map<?, ?> map ? name + ": " + Cell.text(map.get(name)) + "\n" : "";
    }

    /** One property of an object alone. */
    public static Printer only(String name) {
        return (look, data) -> data instanceof Map<?, ?> map ? Cell.text(map.get(name)) + "\n" : "";
    }

    /** A sentence about the text that was answered. */
    public static Printer saying(String before, String behind) {
        return (look, data) -> before + data + behind + "\n";
    }

    /** Privileges by path; a star stands behind those that hold below the path too. */
    public static String permissions(Look look, @Nullable Object data) {
        List<Map<?, ?>> lines = new ArrayList<>();
        if (data instanceof Map<?, ?> paths) {
            new TreeMap<Object, Object>(paths).forEach((path, held) -> {
                List<String> privileges = new ArrayList<>();
                if (held instanceof Map<?, ?> map) {
                    new TreeMap<Object, Object>(map)
                            .forEach((name, below) -> privileges.add(name + (number(below) == 1 ? " (*)" : "")));
                }
                lines.add(Map.of("ACL path", path, "Permissions", String.join(", ", privileges)));
            });
        }
        return Table.of(lines, List.of("ACL path", "Permissions")).text(look)
                + (look.border() ? "(*) holds below the path too\n" : "");
    }

    /** {@code cur}, {@code new} and {@code del} before each option that has such a value. */
    public static String pending(Look look, @Nullable Object data) {
        StringBuilder text = new StringBuilder();
        for (Map<?, ?> option : rows(data)) {
            Object key = option.get("key");
            if (option.get("value") != null) {
                text.append("cur ")
                        .append(key)
                        .append(": ")
                        .append(Cell.text(option.get("value")))
                        .append('\n');
            }
            if (option.get("pending") != null) {
                text.append("new ")
                        .append(key)
                        .append(": ")
                        .append(Cell.text(option.get("pending")))
                        .append('\n');
            }
            if (option.get("delete") != null) {
                text.append("del ").append(key).append('\n');
            }
        }
        return text.toString();
    }

    /** Virtual machines, by number. */
    public static String vms(Look look, @Nullable Object data) {
        String form = "%10s %-20s %-10s %-10s %12s %-10s%n";
        StringBuilder text = new StringBuilder(
                look.header() ? line(form, "VMID", "NAME", "STATUS", "MEM(MB)", "BOOTDISK(GB)", "PID") : "");
        for (Map<?, ?> vm : byVmid(data)) {
            text.append(line(
                    form,
                    vm.get("vmid"),
                    Cell.text(vm.get("name")),
                    Cell.text(vm.get("status")),
                    number(vm.get("maxmem")) / MIB,
                    String.format(Locale.ROOT, "%.2f", number(vm.get("maxdisk")) / GIB),
                    number(vm.get("pid"))));
        }
        return text.toString();
    }

    /** Containers, by number. */
    public static String containers(Look look, @Nullable Object data) {
        String form = "%-10s %-10s %-12s %-20s%n";
        StringBuilder text = new StringBuilder(look.header() ? line(form, "VMID", "Status", "Lock", "Name") : "");
        for (Map<?, ?> ct : byVmid(data)) {
            text.append(line(
                    form,
                    ct.get("vmid"),
                    Cell.text(ct.get("status")),
                    Cell.text(ct.get("lock")),
                    Cell.text(ct.get("name"))));
        }
        return text.toString();
    }

    /** Storages with their figures in KiB. */
    public static String storages(Look look, @Nullable Object data) {
        List<Map<?, ?>> all = new ArrayList<>(rows(data));
        all.sort(Comparator.comparing(s -> Cell.text(s.get("storage"))));
        int width = Math.max(4, longest(all, "storage"));
        String form = "%-" + width + "s %10s %10s %15s %15s %15s %8s%n";
        StringBuilder text = new StringBuilder(
                look.header() ? line(form, "Name", "Type", "Status", "Total", "Used", "Available", "%") : "");
        for (Map<?, ?> storage : all) {
            boolean active = number(storage.get("active")) == 1;
            boolean enabled = storage.get("enabled") == null || number(storage.get("enabled")) == 1;
            double total = number(storage.get("total"));
            text.append(line(
                    form,
                    storage.get("storage"),
                    Cell.text(storage.get("type")),
                    !enabled ? "disabled" : active ? "active" : "inactive",
                    number(storage.get("total")) / 1024,
                    number(storage.get("used")) / 1024,
                    number(storage.get("avail")) / 1024,
                    total > 0
                            ? String.format(Locale.ROOT, "%.2f%%", number(storage.get("used")) * 100 / total)
                            : "N/A"));
        }
        return text.toString();
    }

    /** What a storage holds, sizes in bytes. */
    public static String volumes(Look look, @Nullable Object data) {
        List<Map<?, ?>> all = new ArrayList<>(rows(data));
        all.sort(Comparator.comparing(v -> Cell.text(v.get("volid"))));
        String form = "%-" + Math.max(5, longest(all, "volid")) + "s %-7s %-9s %14s %s%n";
        StringBuilder text =
                new StringBuilder(look.header() ? line(form, "Volid", "Format", "Type", "Size", "VMID") : "");
        for (Map<?, ?> v : all) {
            text.append(line(
                    form,
                    v.get("volid"),
                    Cell.text(v.get("format")),
                    Cell.text(v.get("content")),
                    Cell.text(v.get("size")),
                    Cell.text(v.get("vmid"))));
        }
        return text.toString();
    }

    /** The lines of a task's log. */
    public static String log(Look look, @Nullable Object data) {
        StringBuilder text = new StringBuilder();
        rows(data).forEach(line -> text.append(Cell.text(line.get("t"))).append('\n'));
        return text.toString();
    }

    /** The entries of a list that are objects. */
    static List<Map<?, ?>> rows(@Nullable Object data) {
        List<Map<?, ?>> rows = new ArrayList<>();
        if (data instanceof List<?> list) {
            for (Object one : list) {
                rows.add(one instanceof Map<?, ?> m ? m : Map.of("value", String.valueOf(one)));
            }
        }
        return rows;
    }

    private static List<Map<?, ?>> byVmid(@Nullable Object data) {
        List<Map<?, ?>> all = new ArrayList<>(rows(data));
        all.sort(Comparator.comparingLong(g -> number(g.get("vmid"))));
        return all;
    }

    private static int longest(List<Map<?, ?>> rows, String name) {
        return rows.stream()
                .mapToInt(r -> Cell.text(r.get(name)).length())
                .max()
                .orElse(0);
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number n ? n.longValue() : value instanceof Boolean b && b ? 1 : 0;
    }

    private static String line(String form, @Nullable Object... cells) {
        return String.format(Locale.ROOT, form, cells);
    }
}
