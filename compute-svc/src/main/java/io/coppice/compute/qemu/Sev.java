package io.coppice.compute.qemu;

import java.util.Map;

/** AMD's memory encryption (AMD SEV API; QEMU, amd-memory-encryption.rst). */
final class Sev {
    private static final int NO_DEBUG = 1;
    private static final int NO_KEY_SHARING = 1 << 1;
    private static final int ENCRYPTED_STATE = 1 << 2;
    private static final int NO_SEND = 1 << 3;
    private static final int SNP_SMT = 1 << 16;
    private static final int SNP_RESERVED = 1 << 17;
    private static final int SNP_DEBUG = 1 << 19;

    private Sev() {}

    static String guest(Map<String, Object> keys, Host.Sev host) {
        String kind = String.valueOf(keys.getOrDefault("type", "std"));
        String size = ",id=sev0,cbitpos=" + host.cbitpos() + ",reduced-phys-bits=" + host.reducedPhysBits();
        String hashes = isOn(keys, "kernel-hashes") ? ",kernel-hashes=on" : "";
        if (kind.equals("snp")) {
            int policy = SNP_RESERVED
                    | (Boolean.FALSE.equals(keys.get("allow-smt")) ? 0 : SNP_SMT)
                    | (isOn(keys, "no-debug") ? 0 : SNP_DEBUG);
            return "sev-snp-guest" + size + ",policy=0x" + Integer.toHexString(policy) + hashes;
        }
        int policy = NO_SEND
                | (isOn(keys, "no-debug") ? NO_DEBUG : 0)
                | (isOn(keys, "no-key-sharing") ? NO_KEY_SHARING : 0)
                | (kind.equals("es") ? ENCRYPTED_STATE : 0);
        return "sev-guest" + size + ",policy=0x" + Integer.toHexString(policy) + hashes;
    }

    private static boolean isOn(Map<String, Object> keys, String name) {
        return Boolean.TRUE.equals(keys.get(name));
    }
}
