package io.coppice.metrics.send;

import io.coppice.metrics.figure.Observation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Carbon's plaintext protocol: {@code path value seconds}. Texts have no place in it. Pure. */
final class GraphitePaths implements Encoding {
    private final String prefix;

    /** @param prefix what all paths begin with */
    GraphitePaths(String prefix) {
        this.prefix = prefix;
    }

    @Override
    public List<String> lines(Observation o) {
        String object = prefix + '.' + path(o);
        String time = " " + o.asofMillis() / 1000 + "\n";
        List<String> all = new ArrayList<>();
        for (Measured m : Measured.of(o)) {
            String group = m.group().equals("system") ? "" : '.' + part(m.group());
            String instance = m.instance().isEmpty() ? "" : '.' + part(m.instance());
            m.fields().forEach((name, value) -> {
                if (value instanceof Number n && Double.isFinite(n.doubleValue())) {
                    all.add(object + group + instance + '.' + part(name) + ' ' + plain(n) + time);
                }
            });
        }
        return all;
    }

    private static String path(Observation o) {
        return switch (o.kind()) {
            case NODE -> "nodes." + part(o.id());
            case QEMU, LXC -> o.kind().label() + '.' + o.id();
            case STORAGE -> "storages." + part(o.node().text()) + '.' + part(o.name());
        };
    }

    /** A dot would begin another part, and a blank end the path. */
    private static String part(String text) {
        return text.replaceAll("[^A-Za-z0-9_-]", "-");
    }

    private static String plain(Number n) {
        return n instanceof Double d ? BigDecimal.valueOf(d).toPlainString() : n.toString();
    }
}
