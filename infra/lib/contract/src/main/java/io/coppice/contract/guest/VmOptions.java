package io.coppice.contract.guest;

import io.coppice.contract.endpoint.Parameter;
import io.coppice.contract.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All options of virtual machines. */
public final class VmOptions {
    static final List<GuestOption> ALL = Stream.of(
                    CpuOptions.ALL,
                    MemoryOptions.ALL,
                    DiskOptions.ALL,
                    NicOptions.ALL,
                    BootOptions.ALL,
                    MachineOptions.ALL,
                    DisplayOptions.ALL,
                    CloudInitOptions.ALL,
                    GeneralOptions.ALL)
            .flatMap(List::stream)
            .toList();

    /** What stands in configurations, but no endpoint takes: where it came from, and what a snapshot was taken of. */
    static final Map<String, Schema> INTERNAL = Map.of(
            "meta", Schema.string(),
            "parent", Schema.string(),
            "snaptime", Schema.integer().min(0),
            "snapstate", Schema.oneOfTexts("prepare", "delete"),
            "vmstate", Schema.string(),
            "runningmachine", Schema.string(),
            "runningcpu", Schema.string(),
            "running-nets-host-mtu", Schema.string());

    private VmOptions() {}

    /** The option of a name as configurations have it, {@code net3}. */
    public static Optional<GuestOption> of(String name) {
        return GuestKind.QEMU.option(name);
    }

    /** Every name with its schema, families spelled out: what a configuration file is checked against. */
    public static Map<String, Schema> schemas() {
        return GuestKind.QEMU.schemas();
    }

    /** The parameters of the endpoints that take a configuration. */
    public static List<Parameter> parameters() {
        return GuestKind.QEMU.parameters();
    }
}
