package io.coppice.compute.qemu;

import io.coppice.compute.guest.Vm;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.guest.MachineFormats;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A guest's memory, spread over NUMA nodes where it has any, in huge pages where it shall be. */
final class MemoryLayout {
    private static final long FIRST = 1024;
    private static final long MODULE = 512;
    private static final int SLOTS = 255;
    private static final long MOST = 4194304;
    private final Launch launch;
    private final Vm vm;
    private final Argv argv = new Argv();

    private MemoryLayout(Launch launch) {
        this.launch = launch;
        this.vm = launch.vm();
    }

    /** @throws Refused where the parts do not fit together */
    static Argv arguments(Launch launch) {
        MemoryLayout layout = new MemoryLayout(launch);
        layout.build();
        return layout.argv;
    }

    /** One node of the guest. */
    private record Cell(int id, String cpus, long mib, String binding) {}

    private void build() {
        long whole = launch.isTemplate() ? 512 : vm.memoryMib();
        boolean plugged = !launch.isTemplate() && launch.hotplugs("memory");
        long memory = plugged ? atStart() : whole;
        argv.add("-m", plugged ? "size=" + memory + ",slots=255,maxmem=" + most() + "M" : Long.toString(memory));
        Optional<String> pages = launch.isTemplate() ? Optional.empty() : vm.option("hugepages");
        boolean numa = !launch.isTemplate() && vm.isOn("numa", false);
        if (pages.isPresent() && !numa) {
            throw Refused.conflict("numa needs to be enabled to use hugepages");
        }
        if (numa) {
            List<Cell> cells = configured();
            if (cells.isEmpty()) {
                cells = even(memory);
            }
            long sum = cells.stream().mapToLong(Cell::mib).sum();
            if (sum != memory) {
                throw Refused.conflict("total memory for NUMA nodes must be equal to vm static memory");
            }
            cells.forEach(c -> cell(c, pages));
            if (plugged) {
                modules(memory, whole, cells, pages);
            }
        } else if (plugged) {
            throw Refused.conflict("NUMA needs to be enabled for memory hotplug");
        }
    }

    /** What cannot be taken away any more; the rest comes in modules. */
    private long atStart() {
        boolean huge = vm.option("hugepages").filter("1024"::equals).isPresent();
        return huge ? FIRST * vm.sockets() : FIRST;
    }

    /** Half of what the processor can address, since QEMU needs room of its own. */
    private long most() {
        return Math.min(MOST, 1L << (Processor.addressBits(launch) - 21));
    }

    /** 32 modules of a size, then 32 of twice that. */
    private void modules(long from, long to, List<Cell> cells, Optional<String> pages) {
        long size = MODULE;
        long now = from;
        for (int id = 0; id < SLOTS && now < to; id++) {
            if (id > 0 && id % 32 == 0) {
                size *= 2;
            }
            String module = "dimm" + id;
            argv.add("-object", backend("mem-" + module, size, pages));
            argv.device("pc-dimm,id=" + module + ",memdev=mem-" + module + ",node="
                    + cells.get(id % 32 % cells.size()).id());
            now += size;
        }
    }

    private List<Cell> configured() {
        List<Cell> cells = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Optional<String> text = vm.option("numa" + i);
            if (text.isPresent()) {
                Map<String, Object> keys = CommandLine.keys(MachineFormats.NUMA, text.get());
                Object memory = keys.get("memory");
                Object cpus = keys.get("cpus");
                if (memory == null) {
                    throw Refused.conflict("missing NUMA node" + i + " memory value");
                }
                if (cpus == null) {
                    throw Refused.conflict("missing NUMA node" + i + " cpus");
                }
                cells.add(new Cell(i, cpus.toString().replace(";", ",cpus="), mib(memory), binding(i, keys)));
            }
        }
        return cells;
    }

    private static long mib(Object memory) {
        return (long) Double.parseDouble(memory.toString());
    }

    private static String binding(int id, Map<String, Object> keys) {
        Object nodes = keys.get("hostnodes");
        if (nodes == null) {
            return "";
        }
        Object policy = keys.get("policy");
        if (policy == null) {
            throw Refused.conflict("you need to define a policy for hostnode " + nodes + " of numa" + id);
        }
        return ",host-nodes=" + nodes.toString().replace(";", ",host-nodes=") + ",policy=" + policy;
    }

    /** One node per socket, memory spread evenly, where the configuration names none itself. */
    private List<Cell> even(long memory) {
        long each = memory / vm.sockets();
        List<Cell> cells = new ArrayList<>();
        for (int i = 0; i < vm.sockets(); i++) {
            long size = i == vm.sockets() - 1 ? memory - each * i : each;
            int first = i * vm.cores();
            String range = vm.cores() == 1 ? Integer.toString(first) : first + "-" + (first + vm.cores() - 1);
            cells.add(new Cell(i, range, size, ""));
        }
        return cells;
    }

    private void cell(Cell c, Optional<String> pages) {
        String id = "ram-node" + c.id();
        argv.add("-object", backend(id, c.mib(), pages) + c.binding());
        argv.add("-numa", "node,nodeid=" + c.id() + ",cpus=" + c.cpus() + ",memdev=" + id);
    }

    private static String backend(String id, long mib, Optional<String> pages) {
        return pages.map(p -> "memory-backend-file,id=" + id + ",size=" + mib + "M,mem-path=" + folder(p, mib)
                        + ",share=on,prealloc=yes")
                .orElse("memory-backend-ram,id=" + id + ",size=" + mib + "M");
    }

    /** Where pages of a size are mounted; {@code any} takes 1 GiB where that fits. */
    private static String folder(String pages, long mib) {
        long size = pages.equals("any") ? (mib % 1024 == 0 ? 1024 : 2) : Long.parseLong(pages);
        if (mib % size != 0) {
            throw Refused.conflict(
                    "memory size (" + mib + ") must be a multiple of the huge pages' size (" + size + ")");
        }
        return "/run/hugepages/kvm/" + size * 1024 + "kB";
    }
}
