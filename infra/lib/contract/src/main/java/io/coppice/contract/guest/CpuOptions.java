package io.coppice.contract.guest;

import static io.coppice.contract.guest.GuestOption.family;
import static io.coppice.contract.guest.GuestOption.option;
import static io.coppice.contract.schema.Schema.bool;
import static io.coppice.contract.schema.Schema.integer;
import static io.coppice.contract.schema.Schema.number;
import static io.coppice.contract.schema.Schema.string;

import java.util.List;

/** Processors and NUMA. */
public final class CpuOptions {
    public static final List<GuestOption> ALL = List.of(
            option("cores", integer().min(1).otherwise(1))
                    .changedBy("VM.Config.CPU")
                    .says("Cores per socket."),
            option("sockets", integer().min(1).otherwise(1))
                    .changedBy("VM.Config.CPU")
                    .says("Processor sockets."),
            option("smp", integer().min(1).otherwise(1))
                    .changedBy("VM.Config.CPU")
                    .says("Processors; sockets replaces it."),
            option("vcpus", integer().min(1).otherwise(0))
                    .changedBy("VM.Config.CPU")
                    .says("Processors that are plugged in at start."),
            option("cpu", string().format(MachineFormats.CPU).optional())
                    .changedBy("VM.Config.CPU")
                    .says("The processor that it sees."),
            option("cpulimit", number().min(0).max(128).otherwise(0))
                    .changedBy("VM.Config.CPU")
                    .says("Host processors it may use up, 0 for no limit."),
            option("cpuunits", integer().min(1).max(262144).otherwise("$cgroup(v1=1024,v2=100)"))
                    .changedBy("VM.Config.CPU")
                    .says("Its share of processor time."),
            option("affinity", string().format("pve-cpuset").optional())
                    .changedBy("VM.Config.CPU")
                    .says("Host processors that it may run on."),
            option("numa", bool().otherwise(0)).changedBy("VM.Config.CPU").says("NUMA."),
            family("numa[n]", 7, string().format(MachineFormats.NUMA).optional())
                    .changedBy("VM.Config.CPU")
                    .says("A NUMA node."));

    private CpuOptions() {}
}
