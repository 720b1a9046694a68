package io.coppice.metrics.figure;

import io.coppice.contract.word.NodeName;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * One object as its owner saw it a moment ago.
 *
 * @param id within its kind: {@code pve1}, {@code 100}, {@code pve1/local}
 * @param name for people: a guest's name, a storage's
 * @param node where it is
 * @param since the number of the change with which it came to be there; 0 for nodes
 * @param asofMillis when its owner looked, Unix milliseconds by its clock
 * @param properties what the truth says that it is, as far as metrics tell it: {@code type}, {@code tags}…
 * @param figures as lists show them
 * @param details what only history and metric servers want: groups of figures by name
 */
public record Observation(
        Kind kind,
        String id,
        String name,
        NodeName node,
        long since,
        long asofMillis,
        Map<String, String> properties,
        Map<String, Object> figures,
        Map<String, Object> details) {
    /** {@code node/pve1}, {@code qemu/100}, {@code storage/pve1/local}. */
    public String fullId() {
        return kind.label() + "/" + id;
    }

    public boolean isRunning() {
        return "running".equals(figures.get("status"));
    }

    public OptionalDouble figure(String name) {
        return number(figures.get(name));
    }

    public OptionalDouble detail(String name) {
        return number(details.get(name));
    }

    /** One of a group's figures. */
    public OptionalDouble detail(String group, String name) {
        return group(group).map(g -> number(g.get(name))).orElse(OptionalDouble.empty());
    }

    /** What a group's parts have together of one figure; nothing where no part tells it. */
    public OptionalDouble sum(String group, String name) {
        double[] all = group(group).stream()
                .flatMap(g -> g.values().stream())
                .filter(part -> part instanceof Map<?, ?>)
                .flatMapToDouble(part -> number(((Map<?, ?>) part).get(name)).stream())
                .toArray();
        double sum = 0;
        for (double one : all) {
            sum += one;
        }
        return all.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum);
    }

    private Optional<Map<?, ?>> group(String name) {
        return details.get(name) instanceof Map<?, ?> map ? Optional.of(map) : Optional.empty();
    }

    private static OptionalDouble number(@Nullable Object value) {
        return value instanceof Number n ? OptionalDouble.of(n.doubleValue()) : OptionalDouble.empty();
    }
}
