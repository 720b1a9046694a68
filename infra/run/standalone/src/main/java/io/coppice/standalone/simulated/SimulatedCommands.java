package io.coppice.standalone.simulated;

import io.coppice.servicekit.host.Commands;
import io.coppice.servicekit.host.HostCommands;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Programs that are not run. {@code qemu-img create} makes an image whose header says what it shall hold, and nothing in
 * it; {@code ip} tells of two bridges, and nothing comes of what it is to change; {@code diff} is this machine's; all
 * others are not there.
 */
public final class SimulatedCommands implements Commands {
    private static final String BRIDGE =
            ",\"linkinfo\":{\"info_kind\":\"bridge\",\"info_data\":{\"vlan_filtering\":1}}";
    private static final int QCOW2_MAGIC = 0x514649fb;
    private static final String LINKS =
            "[" + link("lo", "loopback", "") + "," + link("eno1", "ether", ",\"master\":\"vmbr0\"") + ","
                    + link("vmbr0", "ether", BRIDGE) + "," + link("vmbr1", "ether", BRIDGE) + "]";
    private static final Ended DONE = new Ended(0, "", "");

    @Override
    public Ended run(List<String> argv, Duration limit) throws IOException, InterruptedException {
        return switch (argv.getFirst()) {
            case "ip", "bridge" -> argv.contains("show") ? new Ended(0, LINKS, "") : DONE;
            case "diff" -> new HostCommands().run(argv, limit);
            case "qemu-img" -> image(argv);
            default -> throw new IOException("a simulated host does not have the program " + argv.getFirst());
        };
    }

    private static String link(String name, String type, String more) {
        return "{\"ifname\":\"" + name + "\",\"link_type\":\"" + type
                + "\",\"flags\":[\"UP\"],\"mtu\":1500,\"addr_info\":[]" + more + "}";
    }

    private static Ended image(List<String> argv) throws IOException {
        int format = argv.indexOf("-f") + 1;
        String size = argv.getLast();
        if (!argv.get(1).equals("create") || format == 0 || !size.matches("\\d{1,15}K")) {
            throw new IOException("a simulated host only creates images, of sizes in K");
        }
        Path file = Path.of(argv.get(argv.size() - 2));
        long bytes = Long.parseLong(size.substring(0, size.length() - 1)) * 1024;
        return switch (argv.get(format)) {
            case "raw" -> raw(file, bytes);
            case "qcow2" -> qcow2(file, bytes);
            default -> new Ended(1, "", "qemu-img: a simulated host makes images of the formats raw and qcow2 alone");
        };
    }

    /** Takes no room on the disk. */
    private static Ended raw(Path file, long bytes) throws IOException {
        try (RandomAccessFile image = new RandomAccessFile(file.toFile(), "rw")) {
            image.setLength(bytes);
        }
        return DONE;
    }

    /** A header of version 3 (QEMU's {@code docs/interop/qcow2.txt}), in a first cluster of 64 KiB. */
    private static Ended qcow2(Path file, long bytes) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(104);
        header.putInt(0, QCOW2_MAGIC).putInt(4, 3).putInt(20, 16).putLong(24, bytes);
        header.putInt(96, 4).putInt(100, 104);
        try (RandomAccessFile image = new RandomAccessFile(file.toFile(), "rw")) {
            image.setLength(1 << 16);
            image.write(header.array());
        }
        return DONE;
    }
}
