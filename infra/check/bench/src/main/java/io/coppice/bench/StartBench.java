package io.coppice.bench;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Scanner;

/** Starting a guest until its task has ended, in turns with bare QEMU by the same command line until it tells its state. */
final class StartBench implements Bench {
    private static final int ROUNDS = 12;
    private static final int WARM_UP = 12;
    private static final double MOST = 2;

    @Override
    public void run(Where where, Table table) throws Exception {
        try (BenchNode node = where.node("start").up()) {
            Api api = node.api();
            String guests = "/nodes/" + BenchNode.name() + "/qemu";
            String guest = guests + "/" + where.vmid();
            api.task("POST", guests, Map.of("vmid", where.vmid(), "memory", 64, "scsi0", "local:1"));
            api.task("POST", guest + "/status/start", Map.of());
            Path sockets = node.data().resolve("run/qemu-server");
            List<String> argv = argv(sockets.resolve(where.vmid() + ".pid"));
            api.task("POST", guest + "/status/stop", Map.of());
            Path bare = Files.createDirectories(where.scratch().resolve("bare"));
            List<String> own = argv.stream()
                    .map(a -> a.replace(sockets.toString(), bare.toString()))
                    .toList();
            Turns turns = new Turns(WARM_UP, ROUNDS);
            turns.add(
                    "product",
                    () -> api.task("POST", guest + "/status/start", Map.of()),
                    () -> api.task("POST", guest + "/status/stop", Map.of()));
            Path pid = bare.resolve(where.vmid() + ".pid");
            turns.add("bare", () -> bare(own, bare.resolve(where.vmid() + ".qmp")), () -> end(pid));
            turns.run();
            Timings product = turns.told("product");
            Timings qemu = turns.told("bare");
            double times = product.millis(0.5) / qemu.millis(0.5);
            table.row(
                    "start a guest",
                    product + "",
                    "bare QEMU " + qemu,
                    String.format(Locale.ROOT, "%.2f of %.0f times", times, MOST),
                    times <= MOST);
        }
    }

    private static List<String> argv(Path pidFile) throws IOException {
        String pid = Files.readString(pidFile).strip();
        String line = Files.readString(Path.of("/proc/" + pid + "/cmdline"));
        return Arrays.asList(line.substring(0, line.length() - 1).split("\0", -1));
    }

    private static void bare(List<String> argv, Path qmp) throws IOException, InterruptedException {
        Programs.run(argv);
        try (SocketChannel line = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            line.connect(UnixDomainSocketAddress.of(qmp));
            Scanner answers = new Scanner(Channels.newInputStream(line), StandardCharsets.UTF_8);
            answers.nextLine();
            for (String command : List.of("qmp_capabilities", "query-status")) {
                line.write(
                        ByteBuffer.wrap(("{\"execute\":\"" + command + "\"}\n").getBytes(StandardCharsets.US_ASCII)));
                String answer = answers.nextLine();
                while (!answer.contains("\"return\"")) {
                    answer = answers.nextLine();
                }
            }
        }
    }

    /** Waits for its end: the next one has the same disk. */
    private static void end(Path pidFile) throws Exception {
        ProcessHandle qemu = ProcessHandle.of(
                        Long.parseLong(Files.readString(pidFile).strip()))
                .orElseThrow(() -> new IOException("bare QEMU ended by itself"));
        qemu.destroyForcibly();
        qemu.onExit().get();
    }
}
