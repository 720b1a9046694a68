package io.coppice.servicekit.list;

import io.coppice.contract.endpoint.ListParameters;
import io.coppice.contract.failure.Refused;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a client wants of a list: the {@link ListParameters} of one call. */
public final class ListWish {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");
    private final List<Condition> conditions;
    private final List<SortKey> order;
    private final List<String> fields;
    private final int start;
    private final int limit;

    /** How the fields of an entry are read: a text, a number, null where it lacks the field. */
    @FunctionalInterface
    public interface Reader {
        @Nullable
        Object field(Object entry, String name);
    }

    private ListWish(List<Condition> conditions, List<SortKey> order, List<String> fields, int start, int limit) {
        this.conditions = conditions;
        this.order = order;
        this.fields = fields;
        this.start = start;
        this.limit = limit;
    }

    /**
     * @param checked a call's parameters; empty comes back where none of them is given
     * @throws Refused that names the parameter and says how it is written
     */
    public static Optional<ListWish> of(Map<String, Object> checked) {
        String filter = text(checked, ListParameters.FILTER);
        String sort = text(checked, ListParameters.SORT);
        String fields = text(checked, ListParameters.FIELDS);
        int start = number(checked, ListParameters.START, 0);
        int limit = number(checked, ListParameters.LIMIT, Integer.MAX_VALUE);
        if (filter.isEmpty() && sort.isEmpty() && fields.isEmpty() && start == 0 && limit == Integer.MAX_VALUE) {
            return Optional.empty();
        }
        return Optional.of(new ListWish(
                parts(filter).stream().map(Condition::parse).toList(),
                parts(sort).stream().map(ListWish::sortKey).toList(),
                parts(fields).stream().map(f -> name(f, ListParameters.FIELDS)).toList(),
                start,
                limit));
    }

    /** The entries that are wanted. Equal entries keep their order. */
    public Page of(Iterable<?> list, Reader reader) {
        List<Object> kept = new ArrayList<>();
        for (Object entry : list) {
            if (conditions.stream().allMatch(c -> c.holds(reader.field(entry, c.field())))) {
                kept.add(entry);
            }
        }
        if (!order.isEmpty()) {
            kept.sort((a, b) -> compare(a, b, reader));
        }
        int from = Math.min(start, kept.size());
        int to = (int) Math.min((long) from + limit, kept.size());
        List<?> page = kept.subList(from, to);
        return new Page(
                fields.isEmpty()
                        ? List.copyOf(page)
                        : page.stream().map(e -> cut(e, reader)).toList(),
                kept.size());
    }

    private int compare(Object a, Object b, Reader reader) {
        for (SortKey key : order) {
            int sign = key.compare(reader.field(a, key.field()), reader.field(b, key.field()));
            if (sign != 0) {
                return sign;
            }
        }
        return 0;
    }

    private Map<String, Object> cut(Object entry, Reader reader) {
        Map<String, Object> some = new LinkedHashMap<>();
        for (String name : fields) {
            Object value = reader.field(entry, name);
            if (value != null) {
                some.put(name, value);
            }
        }
        return some;
    }

    private static SortKey sortKey(String text) {
        SortKey key = SortKey.parse(text);
        name(key.field(), ListParameters.SORT);
        return key;
    }

    private static String name(String text, String parameter) {
        if (!NAME.matcher(text).matches()) {
            throw Refused.badParameter(parameter, "'" + text + "' is no field's name");
        }
        return text;
    }

    /** Commas part; a comma after a backslash belongs to the text. */
    private static List<String> parts(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split("(?<!\\\\),", -1))
                        .map(part -> part.strip().replace("\\,", ","))
                        .toList();
    }

    private static String text(Map<String, Object> checked, String name) {
        return checked.get(name) instanceof String s ? s.strip() : "";
    }

    private static int number(Map<String, Object> checked, String name, int otherwise) {
        Object value = checked.get(name);
        return value == null ? otherwise : Integer.parseInt(value.toString());
    }
}
