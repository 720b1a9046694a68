package io.coppice.systemtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.coppice.store.Image;
import io.coppice.store.raft.Stores;
import io.coppice.store.socket.RemoteStore;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Several real nodes, each on a host of its own out of namespaces, spoken to by the product's command on these hosts. */
final class ClusterRig implements AutoCloseable {
    static final String PASSWORD = "first-Password-7";
    private static final ObjectMapper JSON = new ObjectMapper();
    static final String DATA = "/var/lib/coppice";

    /** Gives a process another clock, which can be moved while it runs; from Debian's {@code libfaketime}. */
    private static final Path CLOCK_LIBRARY = Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1");

    private static final String CLOCK = "run/host-clock";
    private final Path project = RunningNode.projectRoot();
    private final String hosts =
            project.resolve("infra/check/system-test/src/test/rig/hosts.sh").toString();
    private final Path dir;
    private final int count;
    private final boolean clocks;
    private final List<Process> beside = new ArrayList<>();
    private final Set<Integer> started = new ConcurrentSkipListSet<>();
    private final Map<Integer, Path> programs = new ConcurrentHashMap<>();

    private ClusterRig(Path dir, int count, boolean clocks) {
        this.dir = dir;
        this.count = count;
        this.clocks = clocks;
    }

    /** Hosts with a node each, which know nothing of each other. */
    static ClusterRig up(Path dir, int count) throws Exception {
        return up(dir, count, 0);
    }

    /** @param spare hosts beside them, with the highest numbers, on which nothing runs */
    static ClusterRig up(Path dir, int count, int spare) throws Exception {
        return of(dir, count, spare, RunningNode.projectRoot());
    }

    /** @param program the folder with the {@code ./coppice} that the nodes run */
    static ClusterRig of(Path dir, int count, int spare, Path program) throws Exception {
        return up(dir, count, spare, "", program);
    }

    /**
     * The same with disks of their own for the nodes' folders, which can be filled, and with clocks of their own, where this
     * host has what that takes.
     */
    static ClusterRig withDisks(Path dir, int count, int mib) throws Exception {
        return up(dir, count, 0, "" + mib, RunningNode.projectRoot());
    }

    private static ClusterRig up(Path dir, int count, int spare, String disk, Path program) throws Exception {
        ClusterRig rig = new ClusterRig(dir, count, !disk.isEmpty() && Files.exists(CLOCK_LIBRARY));
        try {
            rig.script("up", dir.toString(), "" + (count + spare), disk);
            for (int n = 1; n <= count; n++) {
                rig.use(n, program);
                rig.moveClock(n, 0);
            }
            Files.writeString(dir.resolve("password"), PASSWORD);
            rig.start(1); // builds what is not built, once
            List<Callable<Object>> rest = new ArrayList<>();
            for (int n = 2; n <= count; n++) {
                int node = n;
                rest.add(() -> {
                    rig.start(node);
                    return node;
                });
            }
            try (ExecutorService at = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Future<Object> one : at.invokeAll(rest)) {
                    one.get();
                }
            }
            return rig;
        } catch (Exception e) {
            rig.close();
            throw e;
        }
    }

    /**
     * From now on this is the program of a host, in place of this project's; what runs there goes on until it is ended.
     *
     * @param program the folder with its {@code ./coppice}
     */
    void use(int node, Path program) {
        programs.put(node, program);
    }

    void start(int node) throws Exception {
        Programs.Ended ended = tryStart(node);
        if (ended.exit() != 0) {
            throw new IOException("pve" + node + " does not start:\n" + ended.output());
        }
    }

    /** No Kafka beside it: nothing here waits for one. Nor is KVM tried, which takes a processor for ten seconds. */
    Programs.Ended tryStart(int node) throws Exception {
        Path settings = dir.resolve("coppice.conf");
        Files.writeString(settings, "kafka.bootstrap = 127.0.0.1:9\naccelerator = tcg\n");
        on(node, "mkdir", "-p", DATA);
        on(node, "cp", settings.toString(), DATA + "/coppice.conf");
        started.add(node);
        return tryCoppice(
                node, "up", "--admin-password-file", dir.resolve("password").toString());
    }

    void join(int node, int by, String token) throws Exception {
        coppice(node, "cluster", "join", "pve" + by, "--fingerprint", fingerprint(by), "--password", token);
    }

    /** Ends as power does: all processes of a node at once. */
    void kill(int node) throws Exception {
        for (String process : List.of("node", "gateway")) {
            Optional<ProcessHandle> one = ProcessHandle.of(pid(node, process));
            if (one.isPresent()) {
                one.get().destroyForcibly();
                one.get().onExit().get(30, TimeUnit.SECONDS);
            }
        }
    }

    long pid(int node, String process) throws IOException {
        Path file = data(node).resolve("run/" + process + ".pid");
        return Long.parseLong(Files.readString(file).split(" ")[0]);
    }

    /** A node's files, as its host sees them. */
    Path root(int node) throws IOException {
        String holder = Files.readString(dir.resolve("host" + node + ".pid")).strip();
        return Path.of("/proc", holder, "root");
    }

    void signal(int node, String signal) throws Exception {
        Programs.succeed(project, "kill", "-" + signal, "" + pid(node, "node"));
    }

    /** Whether its hosts have clocks of their own. */
    boolean hasClocks() {
        return clocks;
    }

    /** Moves the clock of a host, for all of the product that runs there, to so many hours from the true time. */
    void moveClock(int node, int hours) throws IOException {
        Path fresh = root(node).resolve(CLOCK + ".new");
        Files.writeString(fresh, String.format(Locale.ROOT, "%+dh%n", hours));
        Files.move(fresh, root(node).resolve(CLOCK), StandardCopyOption.ATOMIC_MOVE);
    }

    void cut(int node) throws Exception {
        script("cut", dir.toString(), "" + node);
    }

    void heal(int node) throws Exception {
        script("heal", dir.toString(), "" + node);
    }

    /** From now on nothing gets from one node to another; what comes the other way does. */
    void deafen(int from, int to) throws Exception {
        on(
                from,
                "nft",
                "add table inet faults; add chain inet faults out { type filter hook output priority 0 ; };"
                        + " add rule inet faults out ip daddr 10.86.0." + to + " drop");
    }

    void hear(int from) throws Exception {
        on(from, "nft", "delete table inet faults");
    }

    /** How far a node has seen the truth. */
    long revision(int node) throws Exception {
        return image(node).revision().number();
    }

    /** The truth as a node has it. */
    Image image(int node) throws Exception {
        Path copy = dir.resolve("copy" + node);
        Files.deleteIfExists(copy);
        coppice(node, "cluster", "backup", copy.toString());
        return Stores.look(copy);
    }

    /** The truth for a client on a node's host, which connects again by itself. */
    RemoteStore store(int node) throws IOException {
        return RemoteStore.connect(data(node).resolve("store/root.sock"));
    }

    /** SHA-256 of a node's public certificate. */
    String fingerprint(int node) throws Exception {
        String said =
                on(node, "openssl", "x509", "-in", DATA + "/gateway/tls.pem", "-noout", "-fingerprint", "-sha256");
        return said.strip().split("=")[1];
    }

    /** What the product's command says on a node's host, where it must succeed. */
    String coppice(int node, String... arguments) throws Exception {
        Programs.Ended ended = tryCoppice(node, arguments);
        if (ended.exit() != 0) {
            throw new IOException("on pve" + node + " " + List.of(arguments) + " ended with " + ended.exit() + ":\n"
                    + ended.output());
        }
        return ended.output();
    }

    Programs.Ended tryCoppice(int node, String... arguments) throws Exception {
        List<String> argv = new ArrayList<>(List.of(hosts, "exec", dir.toString(), "" + node));
        argv.addAll(byTheHostsClock());
        argv.add(programs.getOrDefault(node, project).resolve("coppice").toString());
        Collections.addAll(argv, arguments);
        return Programs.run(project, RunningNode.ENVIRONMENT, 900, argv.toArray(new String[0]));
    }

    /** What has the product go by its host's clock; waiting goes by the true one, or the JVM would be never done with it. */
    private List<String> byTheHostsClock() {
        return !clocks
                ? List.of()
                : List.of(
                        "env",
                        "LD_PRELOAD=" + CLOCK_LIBRARY,
                        "FAKETIME_ONLY_CMDS=java",
                        "FAKETIME_TIMESTAMP_FILE=/" + CLOCK,
                        "FAKETIME_CACHE_DURATION=1",
                        "FAKETIME_DONT_FAKE_MONOTONIC=1",
                        "FAKETIME_FORCE_MONOTONIC_FIX=0",
                        "NO_FAKE_STAT=1");
    }

    /** Starts the product's command on a host, where it runs until it is killed; what it says goes into a file. */
    Process coppiceBeside(int host, Path log, String... arguments) throws IOException {
        List<String> argv = new ArrayList<>(List.of(hosts, "exec", dir.toString(), "" + host));
        argv.add(project.resolve("coppice").toString());
        Collections.addAll(argv, arguments);
        ProcessBuilder builder = new ProcessBuilder(argv)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(RunningNode.ENVIRONMENT);
        Process process = builder.start();
        beside.add(process);
        return process;
    }

    /** Runs a program on a node's host, in a folder of this one, to its end. */
    Programs.Ended beside(int node, Path at, Map<String, String> environment, String... argv) throws Exception {
        List<String> all = new ArrayList<>(List.of(hosts, "exec", dir.toString(), "" + node));
        Collections.addAll(all, "env", "-C", at.toString());
        Collections.addAll(all, argv);
        return Programs.run(project, environment, 600, all.toArray(new String[0]));
    }

    /** As power does. */
    static void kill(Process process) throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
    }

    /** What an endpoint answers, asked on a node's host by its root. */
    JsonNode get(int node, String path) throws Exception {
        return JSON.readTree(coppice(node, "pvesh", "get", path, "--output-format", "json"));
    }

    /** The ends of all nodes' logs, for who must find out what went wrong. */
    String logs() throws IOException {
        StringBuilder all = new StringBuilder();
        for (int node = 1; node <= count; node++) {
            List<String> lines = Files.readAllLines(data(node).resolve("log/node.log"));
            all.append("the log of pve").append(node).append(" ends with\n");
            lines.subList(Math.max(0, lines.size() - 60), lines.size())
                    .forEach(line -> all.append(line).append('\n'));
        }
        return all.toString();
    }

    /** A node's folder, as this host sees it. */
    Path data(int node) throws IOException {
        return root(node).resolve(DATA.substring(1));
    }

    /** A ticket that a node gives for the administrator's password. */
    String login(int node) throws Exception {
        String said = curl(node, "/access/ticket", "-d", "username=admin@pve", "-d", "password=" + PASSWORD);
        return JSON.readTree(said).path("data").path("ticket").asText();
    }

    /** The HTTP status of a call with a ticket, on a node's own port. */
    String statusWithTicket(int node, String ticket) throws Exception {
        return status(node, "Cookie: PVEAuthCookie=" + URLEncoder.encode(ticket, StandardCharsets.UTF_8));
    }

    /** The HTTP status of a call with a header that tells who calls. */
    String status(int node, String header) throws Exception {
        return curl(node, "/access/permissions", "-o", "/dev/null", "-w", "%{http_code}", "-H", header);
    }

    private String curl(int node, String path, String... more) throws Exception {
        List<String> argv = new ArrayList<>(List.of("curl", "-s", "-k", "-m", "20"));
        Collections.addAll(argv, more);
        argv.add("https://127.0.0.1:8006/api2/json" + path);
        return on(node, argv.toArray(new String[0])).strip();
    }

    /** What a program says on a node's host, where it must succeed. */
    String on(int node, String... argv) throws Exception {
        List<String> all = new ArrayList<>(List.of("exec", dir.toString(), "" + node));
        Collections.addAll(all, argv);
        return script(all.toArray(new String[0]));
    }

    private String script(String... arguments) throws Exception {
        List<String> argv = new ArrayList<>(List.of(hosts));
        Collections.addAll(argv, arguments);
        Programs.Ended ended = Programs.run(project, Map.of(), 60, argv.toArray(new String[0]));
        if (ended.exit() != 0) {
            throw new IOException(argv + " ended with " + ended.exit() + ":\n" + ended.output());
        }
        return ended.output();
    }

    @Override
    public void close() throws Exception {
        for (Process process : beside) {
            kill(process);
        }
        for (int n : started) {
            tryCoppice(n, "down");
            RunningNode.endMachines(data(n));
        }
        script("down", dir.toString());
    }
}
