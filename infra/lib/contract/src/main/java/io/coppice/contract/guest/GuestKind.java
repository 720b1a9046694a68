package io.coppice.contract.guest;

import io.coppice.contract.endpoint.Parameter;
import io.coppice.contract.schema.Schema;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A kind of guests: its words, where its configurations lie, and which options it has. */
public enum GuestKind {
    QEMU("qemu", "qemu-server", "VM", "qm", VmOptions.ALL, VmOptions.INTERNAL),
    LXC("lxc", "lxc", "CT", "vz", CtOptions.ALL, CtOptions.INTERNAL);

    private final String text;
    private final String folder;
    private final String word;
    private final String tasks;
    private final List<GuestOption> options;
    private final Map<String, GuestOption> byName;
    private final Map<String, Schema> schemas;

    GuestKind(
            String text,
            String folder,
            String word,
            String tasks,
            List<GuestOption> options,
            Map<String, Schema> internal) {
        this.text = text;
        this.folder = folder;
        this.word = word;
        this.tasks = tasks;
        this.options = List.copyOf(options);
        this.byName = Collections.unmodifiableMap(byName(options));
        Map<String, Schema> all = new LinkedHashMap<>(internal);
        byName.forEach((name, option) -> all.put(name, option.schema()));
        this.schemas = Collections.unmodifiableMap(all);
    }

    /** {@code qemu}, {@code lxc}: in URLs and answers. */
    public String text() {
        return text;
    }

    /** {@code qemu-server}, {@code lxc}: of configurations, below the node's. */
    public String folder() {
        return folder;
    }

    /** {@code VM}, {@code CT}: in what is said to people. */
    public String word() {
        return word;
    }

    /** The type of a task, {@code qmstart}, {@code vzstart}. */
    public String task(String verb) {
        return tasks + verb;
    }

    /** The option of a name as configurations have it, {@code net3}. */
    public Optional<GuestOption> option(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Every name with its schema, families spelled out: what a configuration file is checked against. */
    public Map<String, Schema> schemas() {
        return schemas;
    }

    /** The parameters of the endpoints that take a configuration. */
    public List<Parameter> parameters() {
        return options.stream().map(GuestOption::parameter).toList();
    }

    private static Map<String, GuestOption> byName(List<GuestOption> options) {
        Map<String, GuestOption> names = new LinkedHashMap<>();
        for (GuestOption o : options) {
            if (o.highest() < 0) {
                names.put(o.name(), o);
            }
            String stem = o.name().replace("[n]", "");
            for (int i = 0; i <= o.highest(); i++) {
                names.put(stem + i, o);
            }
        }
        return names;
    }
}
