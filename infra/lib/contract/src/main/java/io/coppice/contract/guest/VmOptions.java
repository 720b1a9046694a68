package io.coppice.contract.guest;

import io.coppice.contract.endpoint.Parameter;
import io.coppice.contract.schema.Schema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All options of virtual machines. */
public final class VmOptions {
    private static final List<GuestOption> ALL = all();
    private static final Map<String, GuestOption> BY_NAME = byName();

    private VmOptions() {}

    private static List<GuestOption> all() {
        List<GuestOption> all = new ArrayList<>();
        all.addAll(CpuOptions.ALL);
        all.addAll(MemoryOptions.ALL);
        all.addAll(DiskOptions.ALL);
        all.addAll(NicOptions.ALL);
        all.addAll(BootOptions.ALL);
        all.addAll(MachineOptions.ALL);
        all.addAll(DisplayOptions.ALL);
        all.addAll(CloudInitOptions.ALL);
        all.addAll(GeneralOptions.ALL);
        return List.copyOf(all);
    }

    private static Map<String, GuestOption> byName() {
        Map<String, GuestOption> names = new LinkedHashMap<>();
        for (GuestOption o : ALL) {
            if (o.highest() < 0) {
                names.put(o.name(), o);
            }
            String stem = o.name().replace("[n]", "");
            for (int i = 0; i <= o.highest(); i++) {
                names.put(stem + i, o);
            }
        }
        return Collections.unmodifiableMap(names);
    }

    /** The option of a name as configurations have it, {@code net3}. */
    public static Optional<GuestOption> of(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** What stands in configurations, but no endpoint takes: where it came from, and what a snapshot was taken of. */
    private static final Map<String, Schema> INTERNAL = Map.of(
            "meta", Schema.string(),
            "parent", Schema.string(),
            "snaptime", Schema.integer().min(0),
            "snapstate", Schema.oneOfTexts("prepare", "delete"),
            "vmstate", Schema.string(),
            "runningmachine", Schema.string(),
            "runningcpu", Schema.string(),
            "running-nets-host-mtu", Schema.string());

    /** Every name with its schema, families spelled out: what a configuration file is checked against. */
    public static Map<String, Schema> schemas() {
        Map<String, Schema> schemas = new LinkedHashMap<>(INTERNAL);
        BY_NAME.forEach((name, option) -> schemas.put(name, option.schema()));
        return Collections.unmodifiableMap(schemas);
    }

    /** The parameters of the endpoints that take a configuration. */
    public static List<Parameter> parameters() {
        return ALL.stream().map(GuestOption::parameter).toList();
    }
}
