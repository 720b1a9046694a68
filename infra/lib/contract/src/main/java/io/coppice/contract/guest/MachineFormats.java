package io.coppice.contract.guest;

import static io.coppice.contract.schema.Schema.bool;
import static io.coppice.contract.schema.Schema.integer;
import static io.coppice.contract.schema.Schema.number;
import static io.coppice.contract.schema.Schema.oneOfTexts;
import static io.coppice.contract.schema.Schema.string;

import io.coppice.contract.schema.PropertyFormat;
import io.coppice.contract.schema.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The property strings of the machine, its processors and memory. */
public final class MachineFormats {
    public static final PropertyFormat MACHINE = new PropertyFormat("qemu.machine", machine());
    public static final PropertyFormat MEMORY = new PropertyFormat("qemu.memory", memory());
    public static final PropertyFormat NUMA = new PropertyFormat("qemu.numa[n]", numa());
    public static final PropertyFormat CPU =
            new PropertyFormat("pve-vm-cpu-conf", cpu()).where(MachineFormats::unknownModel);
    public static final PropertyFormat BOOT = new PropertyFormat("pve-qm-boot", boot());
    public static final PropertyFormat SMBIOS = new PropertyFormat("pve-qm-smbios1", smbios());
    public static final PropertyFormat SEV = new PropertyFormat("pve-qemu-sev-fmt", sev());
    public static final PropertyFormat TDX = new PropertyFormat("pve-qemu-tdx-fmt", tdx());

    private static final List<String> MODELS =
            Objects.requireNonNull(CPU.keys().get("reported-model")).values();

    private MachineFormats() {}

    /** A model is one of those that may be reported, or one of the administrator's own. */
    private static Optional<String> unknownModel(Map<String, Object> values) {
        String model = String.valueOf(values.getOrDefault("cputype", "kvm64"));
        boolean known = model.matches("custom-[A-Za-z0-9_-]+|x86-64-v(2|2-AES|3|4)") || MODELS.contains(model);
        return known
                ? Optional.empty()
                : Optional.of("there is no CPU type '" + model + "'; take one that QEMU has, such as 'host' or"
                        + " 'x86-64-v2-AES', or 'custom-NAME' for one of your own");
    }

    private static Map<String, Schema> machine() {
        Map<String, Schema> keys = new LinkedHashMap<>();
        keys.put("aw-bits", number().min(32).max(64).optional());
        keys.put("enable-s3", bool().optional());
        keys.put("enable-s4", bool().optional());
        keys.put(
                "type",
                string().maxLength(40)
                        .pattern(
                                "(pc|pc(-i440fx)?-\\d+(\\.\\d+)+(\\+pve\\d+)?(\\.pxe)?|q35|pc-q35-\\d+(\\.\\d+)+(\\+pve\\d+)?(\\.pxe)?|virt(?:-\\d+(\\.\\d+)+)?(\\+pve\\d+)?)")
                        .defaultKey()
                        .optional());
        keys.put("viommu", oneOfTexts("intel", "virtio").optional());
        return keys;
    }

    private static Map<String, Schema> memory() {
        Map<String, Schema> keys = new LinkedHashMap<>();
        keys.put("current", integer().min(16).defaultKey().documentedDefault(512));
        return keys;
    }

    private static Map<String, Schema> numa() {
        Map<String, Schema> keys = new LinkedHashMap<>();
        keys.put("cpus", string().pattern("(?:\\d+(?:-\\d+)?(?:;\\d+(?:-\\d+)?)*)"));
        keys.put(
                "hostnodes",
                string().pattern("(?:\\d+(?:-\\d+)?(?:;\\d+(?:-\\d+)?)*)").optional());
        keys.put("memory", number().optional());
        keys.put("policy", oneOfTexts("preferred", "bind", "interleave").optional());
        return keys;
    }

    private static Map<String, Schema> cpu() {
        Map<String, Schema> keys = new LinkedHashMap<>();
        keys.put("cputype", string().defaultKey().otherwise("kvm64"));
        keys.put(
                "reported-model",
                oneOfTexts(
                                "486",
                                "a64fx",
                                "athlon",
                                "Broadwell",
                                "Broadwell-IBRS",
                                "Broadwell-noTSX",
                                "Broadwell-noTSX-IBRS",
                                "Cascadelake-Server",
                                "Cascadelake-Server-noTSX",
                                "Cascadelake-Server-v2",
                                "Cascadelake-Server-v4",
                                "Cascadelake-Server-v5",
                                "ClearwaterForest",
                                "ClearwaterForest-v2",
                                "ClearwaterForest-v3",
                                "Conroe",
                                "Cooperlake",
                                "Cooperlake-v2",
                                "core2duo",
                                "coreduo",
                                "cortex-a35",
                                "cortex-a53",
                                "cortex-a55",
                                "cortex-a57",
                                "cortex-a710",
                                "cortex-a72",
                                "cortex-a76",
                                "cortex-a78ae",
                                "DiamondRapids",
                                "EPYC",
                                "EPYC-Genoa",
                                "EPYC-Genoa-v2",
                                "EPYC-IBPB",
                                "EPYC-Milan",
                                "EPYC-Milan-v2",
                                "EPYC-Milan-v3",
                                "EPYC-Rome",
                                "EPYC-Rome-v2",
                                "EPYC-Rome-v3",
                                "EPYC-Rome-v4",
                                "EPYC-Rome-v5",
                                "EPYC-Turin",
                                "EPYC-v3",
                                "EPYC-v4",
                                "EPYC-v5",
                                "GraniteRapids",
                                "GraniteRapids-v2",
                                "GraniteRapids-v3",
                                "GraniteRapids-v4",
                                "GraniteRapids-v5",
                                "Haswell",
                                "Haswell-IBRS",
                                "Haswell-noTSX",
                                "Haswell-noTSX-IBRS",
                                "host",
                                "Icelake-Client",
                                "Icelake-Client-noTSX",
                                "Icelake-Server",
                                "Icelake-Server-noTSX",
                                "Icelake-Server-v3",
                                "Icelake-Server-v4",
                                "Icelake-Server-v5",
                                "Icelake-Server-v6",
                                "Icelake-Server-v7",
                                "IvyBridge",
                                "IvyBridge-IBRS",
                                "KnightsMill",
                                "kvm32",
                                "kvm64",
                                "max",
                                "Nehalem",
                                "Nehalem-IBRS",
                                "neoverse-n1",
                                "neoverse-n2",
                                "neoverse-v1",
                                "Opteron_G1",
                                "Opteron_G2",
                                "Opteron_G3",
                                "Opteron_G4",
                                "Opteron_G5",
                                "Penryn",
                                "pentium",
                                "pentium2",
                                "pentium3",
                                "phenom",
                                "qemu32",
                                "qemu64",
                                "SandyBridge",
                                "SandyBridge-IBRS",
                                "SapphireRapids",
                                "SapphireRapids-v2",
                                "SapphireRapids-v3",
                                "SapphireRapids-v4",
                                "SapphireRapids-v5",
                                "SapphireRapids-v6",
                                "SierraForest",
                                "SierraForest-v2",
                                "SierraForest-v3",
                                "SierraForest-v4",
                                "SierraForest-v5",
                                "Skylake-Client",
                                "Skylake-Client-IBRS",
                                "Skylake-Client-noTSX-IBRS",
                                "Skylake-Client-v4",
                                "Skylake-Server",
                                "Skylake-Server-IBRS",
                                "Skylake-Server-noTSX-IBRS",
                                "Skylake-Server-v4",
                                "Skylake-Server-v5",
                                "Westmere",
                                "Westmere-IBRS")
                        .otherwise("kvm64"));
        keys.put("hidden", bool().otherwise(0));
        keys.put("hv-vendor-id", string().pattern("[a-zA-Z0-9]{1,12}").optional());
        keys.put(
                "flags",
                string().pattern("[+-][a-zA-Z0-9\\-_.]+(;[+-][a-zA-Z0-9\\-_.]+)*")
                        .optional());
        keys.put("guest-phys-bits", integer().min(32).max(64).optional());
        keys.put("phys-bits", string().format("pve-phys-bits").optional());
        keys.put("level", integer().min(0).max(4294967295L).optional());
        return keys;
    }

    private static Map<String, Schema> boot() {
        Map<String, Schema> keys = new LinkedHashMap<>();
        keys.put("legacy", string().pattern("[acdn]{1,4}").defaultKey().otherwise("cdn"));
        keys.put("order", string().format("pve-qm-bootdev-list").optional());
        return keys;
    }

    private static Map<String, Schema> smbios() {
        Map<String, Schema> keys = new LinkedHashMap<>();
        keys.put("base64", bool().optional());
        keys.put("family", string().pattern("[A-Za-z0-9+\\/]+={0,2}").optional());
        keys.put("manufacturer", string().pattern("[A-Za-z0-9+\\/]+={0,2}").optional());
        keys.put("product", string().pattern("[A-Za-z0-9+\\/]+={0,2}").optional());
        keys.put("serial", string().pattern("[A-Za-z0-9+\\/]+={0,2}").optional());
        keys.put("sku", string().pattern("[A-Za-z0-9+\\/]+={0,2}").optional());
        keys.put(
                "uuid",
                string().pattern("[a-fA-F0-9]{8}(?:-[a-fA-F0-9]{4}){3}-[a-fA-F0-9]{12}")
                        .optional());
        keys.put("version", string().pattern("[A-Za-z0-9+\\/]+={0,2}").optional());
        return keys;
    }

    private static Map<String, Schema> sev() {
        Map<String, Schema> keys = new LinkedHashMap<>();
        keys.put("allow-smt", bool().otherwise(1));
        keys.put("kernel-hashes", bool().otherwise(0));
        keys.put("no-debug", bool().otherwise(0));
        keys.put("no-key-sharing", bool().otherwise(0));
        keys.put("type", oneOfTexts("std", "es", "snp").maxLength(3).defaultKey());
        return keys;
    }

    private static Map<String, Schema> tdx() {
        Map<String, Schema> keys = new LinkedHashMap<>();
        keys.put("attestation", bool().documentedDefault(1));
        keys.put("type", oneOfTexts("tdx").defaultKey());
        keys.put("vsock-cid", integer().min(2).otherwise(2));
        keys.put("vsock-port", integer().min(0).otherwise(4050));
        return keys;
    }
}
