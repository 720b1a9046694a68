package io.coppice.systemtest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The smallest guest: 512 bytes that greet on the first serial port and write a dot at each timer tick. */
final class BootSector {
    static final String GREETING = "BOOT-SECTOR-ALIVE\r\n";

    private BootSector() {}

    static byte[] bytes() {
        ByteArrayOutputStream code = new ByteArrayOutputStream();
        // cli; ds = ss = 0; sp = 0x7c00; sti; cld
        code.writeBytes(hex("FA 31C0 8ED8 8ED0 BC007C FB FC"));
        int message = 0x7c00 + code.size() + 3 + 11 + 9;
        code.writeBytes(new byte[] {(byte) 0xBE, (byte) message, (byte) (message >> 8)});
        // write the message to port 0x3f8 until its zero
        code.writeBytes(hex("AC 84C0 7406 BAF803 EE EBF5"));
        // for ever: wait for an interrupt, write a dot
        code.writeBytes(hex("F4 B02E BAF803 EE EBF7"));
        code.writeBytes(GREETING.getBytes(StandardCharsets.US_ASCII));
        return bootable(code.toByteArray());
    }

    /** One that says four hexadecimal digits and a line's end at each tick of the timer, counting from 0000. */
    static byte[] counting() throws IOException {
        Path script = RunningNode.projectRoot().resolve("infra/check/shell/counting-guest.sh");
        String code = Files.readAllLines(script).stream()
                .filter(l -> l.startsWith("SECTOR"))
                .map(l -> l.substring(l.indexOf('=') + 1))
                .collect(Collectors.joining());
        return bootable(hex(code));
    }

    private static byte[] bootable(byte[] code) {
        byte[] sector = Arrays.copyOf(code, 512);
        sector[510] = 0x55;
        sector[511] = (byte) 0xAA;
        return sector;
    }

    static Path iso(Path folder) throws Exception {
        return iso(folder, bytes());
    }

    /** A bootable ISO (El Torito, no emulation) with nothing but the sector. */
    static Path iso(Path folder, byte[] sector) throws Exception {
        Path tree = Files.createDirectories(folder.resolve("boot-sector"));
        Files.write(tree.resolve("boot.bin"), sector);
        Path iso = folder.resolve("boot-sector.iso");
        Programs.succeed(
                folder,
                "xorriso",
                "-as",
                "mkisofs",
                "-quiet",
                "-o",
                iso.toString(),
                "-b",
                "boot.bin",
                "-no-emul-boot",
                "-boot-load-size",
                "1",
                tree.toString());
        return iso;
    }

    private static byte[] hex(String text) {
        return java.util.HexFormat.of().parseHex(text.replace(" ", ""));
    }
}
