package io.coppice.documents.guest;

import io.coppice.documents.line.Notes;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One section of a guest's configuration.
 *
 * @param options by name, without the description; in {@code [PENDING]} also {@code delete}
 * @param raw of containers alone
 * @param description the notes; empty text in {@code [PENDING]} takes them away
 */
public record GuestSection(Map<String, String> options, Optional<String> description, List<Raw> raw) {
    public static final GuestSection EMPTY = new GuestSection(Map.of(), Optional.empty());

    /** A line that liblxc gets as it is, {@code lxc.cgroup.pids.max: 100}; a key may come more than once. */
    public record Raw(String key, String value) {}

    public GuestSection(Map<String, String> options, Optional<String> description) {
        this(options, description, List.of());
    }

    public GuestSection {
        raw = List.copyOf(raw);
        options = Collections.unmodifiableMap(new TreeMap<>(options));
        options.forEach((name, value) -> {
            if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
                throw new IllegalArgumentException("the value of '" + name + "' holds a line feed");
            }
        });
    }

    public Optional<String> option(String name) {
        return Optional.ofNullable(options.get(name));
    }

    public GuestSection with(String name, String value) {
        Map<String, String> copy = new TreeMap<>(options);
        copy.put(name, value);
        return new GuestSection(copy, description, raw);
    }

    public GuestSection without(String name) {
        Map<String, String> copy = new TreeMap<>(options);
        copy.remove(name);
        return new GuestSection(copy, description, raw);
    }

    public GuestSection described(Optional<String> text) {
        return new GuestSection(options, text, raw);
    }

    public boolean isEmpty() {
        return options.isEmpty() && description.isEmpty() && raw.isEmpty();
    }

    String text(boolean pending) {
        StringBuilder out = new StringBuilder();
        description.ifPresent(d -> out.append(d.isBlank() && pending ? "#\n" : Notes.comments(d)));
        options.forEach(
                (name, value) -> out.append(name).append(": ").append(value).append('\n'));
        raw.forEach(r -> out.append(r.key()).append(": ").append(r.value()).append('\n'));
        return out.toString();
    }
}
