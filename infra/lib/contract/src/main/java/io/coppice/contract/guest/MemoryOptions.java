package io.coppice.contract.guest;

import static io.coppice.contract.guest.GuestOption.option;
import static io.coppice.contract.schema.Schema.bool;
import static io.coppice.contract.schema.Schema.integer;
import static io.coppice.contract.schema.Schema.oneOfTexts;
import static io.coppice.contract.schema.Schema.string;

import java.util.List;

/** Memory and ballooning. */
public final class MemoryOptions {
    public static final List<GuestOption> ALL = List.of(
            option("memory", string().format(MachineFormats.MEMORY).optional())
                    .changedBy("VM.Config.Memory")
                    .says("Memory."),
            option("balloon", integer().min(0).optional())
                    .changedBy("VM.Config.Memory")
                    .says("Memory to go down to; 0 switches ballooning off (MiB)."),
            option("shares", integer().min(0).max(50000).otherwise(1000))
                    .changedBy("VM.Config.Memory")
                    .takesEffect(GuestOption.Effect.NOW)
                    .says("Its share of memory when it is given back."),
            option("allow-ksm", bool().otherwise(1))
                    .changedBy("VM.Config.Memory")
                    .says("Its memory may be merged with others'."),
            option("hugepages", oneOfTexts("any", "2", "1024").optional())
                    .rootOnly()
                    .says("Memory in huge pages (MiB)."),
            option("keephugepages", bool().otherwise(0)).rootOnly().says("Keep huge pages after it stops."),
            option("ivshmem", string().format(DeviceFormats.SHARED_MEMORY).optional())
                    .rootOnly()
                    .says("Memory shared between guests."));

    private MemoryOptions() {}
}
