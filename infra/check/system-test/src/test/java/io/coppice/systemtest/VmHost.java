package io.coppice.systemtest;

import io.coppice.servicekit.host.Commands;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A machine with Debian's own kernel and its modules, for what the kernel of this one lacks: a busybox, iproute2, and a
 * loop that runs what comes over a serial line. Emulated; up within half a minute on an idle machine.
 */
final class VmHost implements Commands, AutoCloseable {
    private static final List<String> MODULES = List.of(
            "net/bridge/bridge",
            "net/8021q/8021q",
            "drivers/net/bonding/bonding",
            "drivers/net/veth",
            "drivers/net/dummy",
            "drivers/net/tun");
    private static final List<String> TOOLS = List.of("/usr/sbin/ip", "/usr/sbin/bridge", "/usr/sbin/tc");

    /** One line in, arguments by newline in base64; one line out: how it ended, what it said, each stream in base64. */
    private static final String INIT = """
            #!/bin/busybox sh
            /bin/busybox --install -s /bin
            export PATH=/usr/sbin:/bin
            mount -t proc proc /proc; mount -t sysfs sysfs /sys; mount -t devtmpfs dev /dev
            mkdir -p /tmp /run/netns /dev/net
            for m in $(cat /modules/order); do insmod /modules/$m || echo "no $m"; done
            mknod /dev/net/tun c 10 200 2>/dev/null
            ip link set lo up
            exec 3<>/dev/ttyS1
            stty raw -echo clocal <&3
            echo READY >&3
            while :; do
              read -r line <&3 || { echo "nothing to read"; sleep 1; continue; }
              echo "$line" | base64 -d > /tmp/argv
              set --
              while IFS= read -r a; do set -- "$@" "$a"; done < /tmp/argv
              # busybox takes its own ip for the word
              [ ! -x "/usr/sbin/$1" ] || { tool=/usr/sbin/$1; shift; set -- "$tool" "$@"; }
              "$@" > /tmp/out 2> /tmp/err < /dev/null
              echo "$? x$(base64 -w 0 /tmp/out) x$(base64 -w 0 /tmp/err)" >&3
            done
            """;

    private final Process qemu;
    private final SocketChannel channel;
    private final BufferedReader answers;

    private VmHost(Process qemu, SocketChannel channel, BufferedReader answers) {
        this.qemu = qemu;
        this.channel = channel;
        this.answers = answers;
    }

    /** What this machine lacks to run it; empty where it has all. */
    static List<String> missing() throws IOException {
        List<String> missing = new ArrayList<>();
        Stream.of("qemu-system-x86_64", "busybox", "cpio", "ldd")
                .filter(p -> !Programs.has(p))
                .forEach(missing::add);
        if (kernel().isEmpty()) {
            missing.add("a Debian kernel in /boot with its modules");
        }
        return missing;
    }

    private static List<Path> kernel() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/boot"))) {
            return all.filter(p -> p.getFileName().toString().startsWith("vmlinuz-"))
                    .filter(p -> Files.exists(modules(p).resolve("modules.dep")))
                    .sorted()
                    .toList();
        }
    }

    private static Path modules(Path kernel) {
        return Path.of("/lib/modules", kernel.getFileName().toString().substring("vmlinuz-".length()));
    }

    static VmHost start(Path folder) throws Exception {
        Path kernel = kernel().getLast();
        Path socket = folder.resolve("vm.sock");
        Process qemu = new ProcessBuilder(
                        "qemu-system-x86_64",
                        "-machine",
                        "pc,accel=tcg",
                        "-m",
                        "256",
                        "-display",
                        "none",
                        "-nodefaults",
                        "-no-reboot",
                        "-kernel",
                        kernel.toString(),
                        "-initrd",
                        initramfs(folder, kernel).toString(),
                        "-append",
                        "console=ttyS0 quiet panic=-1",
                        "-serial",
                        "file:" + folder.resolve("vm.console"),
                        "-serial",
                        "unix:" + socket + ",server=on,wait=off")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("vm.out").toFile())
                .start();
        try {
            Await.until("the machine's serial line", Duration.ofSeconds(30), () -> Files.exists(socket));
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.connect(UnixDomainSocketAddress.of(socket));
            BufferedReader answers = new BufferedReader(
                    new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.US_ASCII));
            String first = answers.readLine();
            while (first != null && !first.endsWith("READY")) {
                first = answers.readLine();
            }
            return new VmHost(qemu, channel, answers);
        } catch (Exception e) {
            qemu.destroyForcibly();
            throw e;
        }
    }

    private static Path initramfs(Path folder, Path kernel) throws Exception {
        Path root = folder.resolve("initramfs");
        Files.createDirectories(root.resolve("modules"));
        for (String dir : List.of("proc", "sys", "dev", "tmp")) {
            Files.createDirectories(root.resolve(dir));
        }
        copy(root, Path.of("/bin/busybox"));
        for (String tool : TOOLS) {
            copy(root, Path.of(tool));
            for (String word :
                    Programs.run(folder, Map.of(), 10, "ldd", tool).output().split("\\s+")) {
                if (word.startsWith("/")) {
                    copy(root, Path.of(word));
                }
            }
        }
        Set<String> order = new LinkedHashSet<>();
        for (String line : Files.readAllLines(modules(kernel).resolve("modules.dep"))) {
            for (String module : MODULES) {
                if (line.startsWith("kernel/" + module + ".ko:")) {
                    List<String> files =
                            new ArrayList<>(List.of(line.replace(":", "").split(" ")));
                    order.addAll(files.reversed());
                }
            }
        }
        StringBuilder names = new StringBuilder();
        for (String file : order) {
            Path from = modules(kernel).resolve(file);
            Files.copy(from, root.resolve("modules").resolve(from.getFileName()));
            names.append(from.getFileName()).append('\n');
        }
        Files.writeString(root.resolve("modules/order"), names);
        Files.writeString(root.resolve("init"), INIT);
        Path archive = folder.resolve("vm.cpio");
        Programs.succeed(root, "sh", "-c", "chmod 755 init && find . | cpio -o -H newc --quiet > '" + archive + "'");
        return archive;
    }

    /** To the same place, links followed. */
    private static void copy(Path root, Path file) throws IOException {
        Path to = root.resolve(file.toString().substring(1));
        if (!Files.exists(to)) {
            Files.createDirectories(to.getParent());
            Files.copy(file, to);
        }
    }

    @Override
    public synchronized Ended run(List<String> argv, Duration limit) throws IOException {
        String text = String.join("\n", argv) + "\n";
        String line = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + "\n";
        channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the machine ended");
        }
        String[] parts = answer.strip().split(" ");
        return new Ended(Integer.parseInt(parts[0]), decoded(parts[1]), decoded(parts[2]));
    }

    private static String decoded(String part) {
        return new String(Base64.getDecoder().decode(part.substring(1)), StandardCharsets.UTF_8);
    }

    /** What a program says; it must succeed. */
    String ask(String... argv) throws IOException {
        Ended ended = run(List.of(argv), Duration.ofMinutes(1));
        if (!ended.ok()) {
            throw new IOException(String.join(" ", argv) + ": " + ended.err());
        }
        return ended.out();
    }

    boolean succeeds(String... argv) throws IOException {
        return run(List.of(argv), Duration.ofMinutes(1)).ok();
    }

    /** What {@code /sys/class/net} shows there, as far as guests' taps need it, copied to a folder here. */
    void mirror(Path folder) throws IOException {
        for (String link : ask("ls", "/sys/class/net").split("\\s+")) {
            Path at = Files.createDirectories(folder.resolve(link));
            if (!link.equals("bonding_masters")) {
                Files.writeString(at.resolve("mtu"), ask("cat", "/sys/class/net/" + link + "/mtu"));
            }
            if (succeeds("test", "-d", "/sys/class/net/" + link + "/bridge")) {
                Files.createDirectories(at.resolve("bridge"));
                Files.writeString(
                        at.resolve("bridge/vlan_filtering"),
                        ask("cat", "/sys/class/net/" + link + "/bridge/vlan_filtering"));
                Files.createDirectories(at.resolve("brif"));
                for (String port : ask("ls", "/sys/class/net/" + link + "/brif").split("\\s+")) {
                    if (!port.isEmpty()) {
                        Files.createDirectories(at.resolve("brif").resolve(port));
                    }
                }
            }
        }
    }

    @Override
    public void close() throws Exception {
        channel.close();
        qemu.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
}
