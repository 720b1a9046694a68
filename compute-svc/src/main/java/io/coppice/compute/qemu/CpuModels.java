package io.coppice.compute.qemu;

import io.coppice.compute.guest.Vm;
import io.coppice.contract.guest.MachineFormats;
import java.util.Map;

/** The processor that a guest sees. */
final class CpuModels {
    /** What the levels of the x86-64 ABI add to qemu64 (psABI, microarchitecture levels). */
    private static final Map<String, String> LEVELS = Map.of(
            "x86-64-v2", "qemu64,+popcnt,+pni,+sse4.1,+sse4.2,+ssse3",
            "x86-64-v2-AES", "qemu64,+aes,+popcnt,+pni,+sse4.1,+sse4.2,+ssse3",
            "x86-64-v3",
                    "qemu64,+abm,+aes,+avx,+avx2,+bmi1,+bmi2,+f16c,+fma,+movbe,+popcnt,+pni,+sse4.1,+sse4.2,+ssse3,+xsave");

    private CpuModels() {}

    static String argument(Vm vm, boolean kvm) {
        Map<String, Object> keys = vm.option("cpu")
                .map(t -> CommandLine.keys(MachineFormats.CPU, t))
                .orElse(Map.of());
        String model = String.valueOf(keys.getOrDefault("cputype", "kvm64"));
        String flags = keys.get("flags") == null
                ? ""
                : "," + keys.get("flags").toString().replace(';', ',');
        if (model.equals("host") || model.equals("max")) {
            // the host's own processor is there under KVM alone
            return (kvm ? model : "max") + flags;
        }
        String known = LEVELS.get(model);
        if (model.equals("x86-64-v4")) {
            known = LEVELS.get("x86-64-v3") + ",+avx512f,+avx512bw,+avx512cd,+avx512dq,+avx512vl";
        }
        return (known == null ? model : known) + flags;
    }
}
