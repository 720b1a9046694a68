package io.coppice.compute.probe;

import java.util.HexFormat;

/**
 * A boot sector that enters 64-bit mode, executes {@code lock cmpxchg16b} (which hosts without real KVM cannot emulate) and
 * counts for about half a second of TCG. Its source is the resource {@code probe.S}; a test assembles it and compares.
 */
final class ProbeGuest {
    /** QEMU's exit code after the guest wrote 0x10 to isa-debug-exit: {@code value << 1 | 1}. */
    static final int EXIT_OK = 33;

    private static final int SECTOR = 512;
    private static final String CODE = """
            fa31c08ed88ec08ed0bc007cfcbf0010b900146631c066f3ab66c70600100320000066c70600200330000066c7060030
            8300000066b8200000000f22e066b8001000000f22d866b9800000c00f32660d000100000f300f0116e07c0f20c0660d
            010000800f22c0ea6c7c0800b8100000008ed88ec08ed0bf0050000031c031d2bb34120000b978560000f0480fc70f75
            2e48813f34120000752548817f0878560000751bb900e1f5054801c848c1c00748890748334708ffc975eeb010e6f4b0
            11e6f4f4ebfd66900000000000000000ffff0000009aaf00ffff00000092cf001700c87c
            """;

    private ProbeGuest() {}

    static byte[] sector() {
        byte[] sector = new byte[SECTOR];
        byte[] code = HexFormat.of().parseHex(CODE.replaceAll("\\s", ""));
        System.arraycopy(code, 0, sector, 0, code.length);
        sector[SECTOR - 2] = 0x55;
        sector[SECTOR - 1] = (byte) 0xaa;
        return sector;
    }
}
