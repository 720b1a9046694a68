package io.coppice.live;

import java.util.List;
import java.util.Map;

/** What figures may be, so that they are the same on every side of a wire. */
final class Figures {
    private Figures() {}

    static Map<String, Object> checked(Map<String, ?> figures) {
        Map<String, Object> copy = Map.copyOf(figures);
        copy.forEach(Figures::check);
        return copy;
    }

    private static void check(Object name, Object value) {
        switch (value) {
            case String s -> {}
            case Number n -> {}
            case Boolean b -> {}
            case List<?> list -> list.forEach(one -> check(name, one));
            case Map<?, ?> map -> map.forEach(Figures::check);
            default ->
                throw new IllegalArgumentException("the figure " + name + " is a " + value.getClass()
                        + "; figures are texts, numbers, booleans, maps and lists of these");
        }
    }
}
