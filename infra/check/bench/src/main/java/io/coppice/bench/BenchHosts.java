package io.coppice.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.coppice.node.certificate.Fingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Real nodes of one cluster, each on a host of its own out of namespaces, with links between them. */
final class BenchHosts implements AutoCloseable {
    private static final String HOSTS = "infra/check/system-test/src/test/rig/hosts.sh";
    private static final String DATA = "/var/lib/coppice";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private final Path dir;
    private final int count;
    private final List<Long> joins = new ArrayList<>();
    private String token = "";

    private BenchHosts(Path dir, int count) {
        this.dir = dir;
        this.count = count;
    }

    /** Whether this machine lets us make such hosts. */
    static boolean possible() {
        return "root".equals(System.getProperty("user.name")) && Programs.has("nsenter") && Programs.has("ip");
    }

    /** Hosts whose nodes are a cluster, in which all see each other. */
    static BenchHosts up(Path dir, int count) throws IOException, InterruptedException {
        BenchHosts hosts = new BenchHosts(dir, count);
        try {
            hosts.script("up", "" + dir, "" + count);
            Files.writeString(dir.resolve("password"), BenchNode.PASSWORD);
            // nothing here waits for a Kafka
            Files.writeString(dir.resolve("coppice.conf"), "kafka.bootstrap = 127.0.0.1:9\n");
            hosts.start(1);
            hosts.coppice(1, "cluster", "create", "bench");
            String made = hosts.coppice(
                    1,
                    "pveum",
                    "user",
                    "token",
                    "add",
                    "root@pam",
                    "bench",
                    "--privsep",
                    "0",
                    "--output-format",
                    "json");
            hosts.token = "root@pam!bench="
                    + new ObjectMapper().readTree(made).path("value").asText();
            String print = Fingerprint.of(hosts.data(1).resolve("gateway/tls.pem"));
            for (int n = 2; n <= count; n++) {
                hosts.start(n);
                String once = hosts.coppice(1, "cluster", "token", "pve" + n).strip();
                long begun = System.nanoTime();
                hosts.coppice(n, "cluster", "join", "pve1", "--fingerprint", print, "--password", once);
                hosts.awaitAll(n);
                hosts.joins.add(System.nanoTime() - begun);
            }
            return hosts;
        } catch (IOException | InterruptedException e) {
            hosts.close();
            throw e;
        }
    }

    /** How long each but the first took from its joining until all saw each other. */
    Timings joins() {
        return Timings.of(joins);
    }

    /** The number of the node after one. */
    int next(int node) {
        return node % count + 1;
    }

    /** Starts a node, or starts it again. */
    void start(int node) throws IOException, InterruptedException {
        on(node, "mkdir", "-p", DATA);
        on(node, "cp", "" + dir.resolve("coppice.conf"), DATA + "/coppice.conf");
        coppice(node, "up", "--admin-password-file", "" + dir.resolve("password"));
    }

    /** {@code kill -9} of all processes of a node; they may go on for a moment. */
    void kill(int node) throws IOException {
        for (String process : List.of("node", "gateway")) {
            Path file = data(node).resolve("run/" + process + ".pid");
            ProcessHandle.of(Long.parseLong(Files.readString(file).split(" ")[0]))
                    .ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    HostApi api(int node) throws IOException {
        String holder = Files.readString(dir.resolve("host" + node + ".pid")).strip();
        return new HostApi(Path.of("/proc", holder, "root", DATA, "run/gateway/local.sock"), token);
    }

    /** The number of the node that leads, as another sees it. */
    int leader(int asked) throws IOException, InterruptedException {
        String name = api(asked)
                .call("GET", "/coppice/cluster/level", Map.of())
                .path("leader")
                .asText();
        if (!name.startsWith("pve")) {
            throw new IOException("pve" + asked + " knows of no leader");
        }
        return Integer.parseInt(name.substring(3));
    }

    /** Returns once every node sees all others, and a leader. */
    void awaitAll() throws IOException, InterruptedException {
        awaitAll(count);
    }

    private void awaitAll(int nodes) throws IOException, InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        for (int n = 1; n <= nodes; n++) {
            while (!seesAll(n, nodes)) {
                if (System.nanoTime() > until) {
                    throw new IOException("pve" + n + " does not see all nodes");
                }
                Thread.sleep(200);
            }
        }
    }

    private boolean seesAll(int node, int nodes) throws InterruptedException {
        try {
            int online = 0;
            for (JsonNode entry : api(node).call("GET", "/cluster/status", Map.of())) {
                online += entry.path("online").asInt();
            }
            return online == nodes && leader(node) > 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** A node's folder, as this host sees it. */
    Path data(int node) {
        return dir.resolve("host" + node + "/lib/coppice");
    }

    private String coppice(int node, String... arguments) throws IOException, InterruptedException {
        List<String> argv = new ArrayList<>(List.of(Path.of("coppice").toAbsolutePath() + ""));
        Collections.addAll(argv, arguments);
        return on(node, argv.toArray(new String[0]));
    }

    private String on(int node, String... argv) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("exec", "" + dir, "" + node));
        Collections.addAll(all, argv);
        return script(all.toArray(new String[0]));
    }

    private String script(String... arguments) throws IOException, InterruptedException {
        List<String> argv = new ArrayList<>(List.of(HOSTS));
        Collections.addAll(argv, arguments);
        return Programs.run(argv);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        try {
            for (int n = 1; n <= count; n++) {
                if (Files.exists(dir.resolve("host" + n + ".pid"))) {
                    coppice(n, "down");
                }
            }
        } finally {
            script("down", "" + dir);
        }
    }
}
