package io.coppice.compute.qemu;

import io.coppice.compute.guest.Vm;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.guest.MachineFormats;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The processor that a guest sees: a model, what is added to it for the guest's sake, what its configuration says. */
final class Processor {
    private static final String V2 = "+popcnt;+pni;+sse4.1;+sse4.2;+ssse3";
    private static final String V3 = "+aes;" + V2 + ";+avx;+avx2;+bmi1;+bmi2;+f16c;+fma;+abm;+movbe;+xsave";

    /** What the levels of the x86-64 ABI add to qemu64 (psABI, microarchitecture levels). */
    private static final Map<String, String> LEVELS = Map.of(
            "x86-64-v2",
            V2,
            "x86-64-v2-AES",
            "+aes;" + V2,
            "x86-64-v3",
            V3,
            "x86-64-v4",
            V3 + ";+avx512f;+avx512bw;+avx512cd;+avx512dq;+avx512vl");

    /** QEMU dropped these; what they became. */
    private static final Map<String, String> SUCCESSORS =
            Map.of("Icelake-Client", "Icelake-Server", "Icelake-Client-noTSX", "Icelake-Server-noTSX");

    private static final int USUAL_BITS = 40;

    /** Few have less, and QEMU takes no more memory than it can address. */
    private static final int HOST_BITS = 46;

    private static final List<String> GENERIC = List.of("host", "max", "kvm32", "kvm64", "qemu32", "qemu64");
    private static final List<String> AMD = List.of("athlon", "phenom", "Opteron", "EPYC");

    private final Launch launch;
    private final MachineType machine;
    private final GuestSystem system;
    private final boolean passesGraphics;
    private final Map<String, String> flags = new TreeMap<>();
    private final Map<String, Object> keys;
    private final Map<String, String> custom;
    private final String model;

    private Processor(Launch launch, MachineType machine, boolean passesGraphics) {
        this.launch = launch;
        this.machine = machine;
        this.system = GuestSystem.of(launch);
        this.passesGraphics = passesGraphics;
        Vm vm = launch.vm();
        this.keys = launch.isTemplate()
                ? Map.of()
                : vm.option("cpu")
                        .map(t -> CommandLine.keys(MachineFormats.CPU, t))
                        .orElse(Map.of());
        String wanted = String.valueOf(keys.getOrDefault("cputype", fallback()));
        this.custom = wanted.startsWith("custom-") ? customModel(wanted.substring(7)) : Map.of();
        String reported = custom.isEmpty() && !wanted.startsWith("custom-")
                ? wanted
                : custom.getOrDefault("reported-model", fallback());
        this.model = SUCCESSORS.getOrDefault(reported, reported);
    }

    /** @param passesGraphics whether it has a graphics card of the host */
    static String argument(Launch launch, MachineType machine, boolean passesGraphics) {
        return new Processor(launch, machine, passesGraphics).text();
    }

    /** As its devices are named when they are plugged. */
    static String model(Launch launch, MachineType machine) {
        return new Processor(launch, machine, false).qemuModel();
    }

    /** How many bits of addresses it has: what it says, or those that QEMU gives to most. */
    static int addressBits(Launch launch) {
        Processor p = new Processor(launch, MachineType.of(launch), false);
        Optional<String> bits = p.own("phys-bits");
        if (bits.filter(b -> !b.equals("host")).isPresent()) {
            return Integer.parseInt(bits.get());
        }
        boolean hosts = bits.isPresent() || p.model.equals("host") || p.model.equals("max");
        return hosts ? HOST_BITS : USUAL_BITS;
    }

    private String fallback() {
        if (launch.arch().equals("aarch64")) {
            return launch.isNative() ? "host" : "cortex-a57";
        }
        return launch.isKvm() ? "kvm64" : "qemu64";
    }

    private Map<String, String> customModel(String name) {
        Map<String, String> found = launch.host().cpus().get(name);
        if (found == null) {
            throw Refused.conflict("Custom cputype '" + name + "' not found");
        }
        return found;
    }

    private String text() {
        if (launch.arch().equals("aarch64")) {
            return model;
        }
        ours();
        vendor();
        LEVELS.entrySet().stream().filter(l -> l.getKey().equals(model)).forEach(l -> add(l.getValue()));
        add(custom.getOrDefault("flags", ""));
        add(String.valueOf(keys.getOrDefault("flags", "")));
        if (launch.isKvm() && !model.equals("host") && !model.equals("max")) {
            flags.put("enforce", "enforce");
        }
        StringBuilder text = new StringBuilder(qemuModel());
        flags.values().forEach(f -> text.append(',').append(f));
        own("phys-bits").ifPresent(b -> text.append(b.equals("host") ? ",host-phys-bits=true" : ",phys-bits=" + b));
        own("guest-phys-bits").ifPresent(b -> text.append(",guest-phys-bits=").append(b));
        return text.toString();
    }

    private String qemuModel() {
        if (LEVELS.containsKey(model)) {
            return "qemu64";
        }
        // the host's own processor is there under KVM alone
        return model.equals("host") && !launch.isKvm() ? "max" : model;
    }

    private Optional<String> own(String key) {
        return Optional.ofNullable(keys.get(key)).map(Object::toString).or(() -> Optional.ofNullable(custom.get(key)));
    }

    /** What helps a guest, or it needs; its configuration may say otherwise. */
    private void ours() {
        if (model.equals("kvm64") && launch.isKvm()) {
            add("+lahf_lm;+sep");
        }
        if (system.name().equals("solaris")) {
            add("-x2apic");
        }
        if (model.startsWith("Opteron")) {
            add("-rdtscp");
        }
        if (!launch.isKvm()) {
            return;
        }
        add("+kvm_pv_eoi;+kvm_pv_unhalt");
        if (system.windows() == 11 && launch.build().branded()) {
            add("-cet-ibt;-cet-ss");
        }
        if (passesGraphics
                || own("hidden").filter(h -> h.equals("true") || h.equals("1")).isPresent()) {
            flags.put("kvm", "kvm=off");
        }
        enlightenments();
    }

    /** What makes Windows run well under a hypervisor (QEMU, hyperv.rst). */
    private void enlightenments() {
        int windows = system.windows();
        if (windows < 6) {
            return;
        }
        set("hv_spinlocks", "0x1fff");
        for (String one : List.of("hv_reset", "hv_runtime", "hv_time", "hv_vapic", "hv_vpindex")) {
            flags.put(one, one);
        }
        if (windows >= 7) {
            for (String one : List.of("hv_relaxed", "hv_synic", "hv_stimer", "hv_ipi")) {
                flags.put(one, one);
            }
        }
        if (launch.host().cpuVendor().equals("GenuineIntel") && model.equals("host") && machine.has(11, 0, 2)) {
            flags.put("hv_evmcs", "hv_evmcs");
        }
        own("hv-vendor-id")
                .or(() -> passesGraphics ? Optional.of("proxmox") : Optional.empty())
                .ifPresent(v -> set("hv_vendor_id", v));
    }

    private void vendor() {
        if (GENERIC.contains(model) || LEVELS.containsKey(model) || !launch.isKvm()) {
            return;
        }
        set("vendor", AMD.stream().anyMatch(model::startsWith) ? "AuthenticAMD" : "GenuineIntel");
    }

    private void set(String name, String value) {
        flags.put(name, name + "=" + value);
    }

    private void add(String signed) {
        for (String flag : signed.split(";")) {
            if (flag.length() > 1) {
                flags.put(flag.substring(1), flag);
            }
        }
    }

    /** Processor sockets and cores. */
    record Topology(int sockets, int cores) {
        static Topology of(Launch launch) {
            return launch.isTemplate()
                    ? new Topology(1, 1)
                    : new Topology(launch.vm().sockets(), launch.vm().cores());
        }

        int most() {
            return sockets * cores;
        }
    }
}
