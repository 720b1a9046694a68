package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.coppice.testkit.server.RealServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real InfluxDB and a real carbon take a node's, a guest's and a storage's figures under the names that dashboards know.
 * {@code -Dcoppice.metrics.outage=600} keeps carbon away for ten minutes instead of some seconds.
 */
class MetricServersTest {
    private static final int OUTAGE_SECONDS = Integer.getInteger("coppice.metrics.outage", 25);
    private static final int GUEST = 7301;
    private static final Duration SOON = Duration.ofSeconds(90);

    @TempDir
    static Path folder;

    private static RunningNode node;
    private static ApiClient api;
    private static String name;
    private static MetricPrograms.Influx influx;

    @BeforeAll
    static void up() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "a node is started by root");
        assumeTrue(Programs.has("qemu-system-x86_64"), "there is no QEMU");
        assumeTrue(MetricPrograms.missing().isEmpty(), "missing: " + MetricPrograms.missing());
        influx = MetricPrograms.Influx.start(folder.resolve("influx"));
        node = RunningNode.withoutKafka(folder.resolve("data"));
        api = node.admin();
        name = node.name();
        String qemu = "/nodes/" + name + "/qemu";
        Map<String, Object> guest = Map.of("vmid", GUEST, "name", "web", "memory", 32, "virtio0", "local:1");
        assertEquals("OK", api.task(api.post(qemu, guest)));
        assertEquals("OK", api.task(api.post(qemu + "/" + GUEST + "/status/start", Map.of())));
    }

    @AfterAll
    static void down() throws Exception {
        if (node != null) {
            String guest = "/nodes/" + name + "/qemu/" + GUEST;
            api.task(api.post(guest + "/status/stop", Map.of()));
            node.close();
        }
        if (influx != null) {
            influx.close();
        }
    }

    private static void define(String id, String type, int port, Map<String, Object> more) throws Exception {
        Map<String, Object> options = new HashMap<>(more);
        options.putAll(Map.of("type", type, "server", "127.0.0.1", "port", port));
        ApiClient.Reply reply = api.post("/cluster/metrics/server/" + id, options);
        assertEquals(200, reply.status(), () -> "" + reply.body());
    }

    private static void forget(String id) throws Exception {
        assertEquals(200, api.delete("/cluster/metrics/server/" + id).status());
    }

    @Test
    void influxdb_takes_them_as_datagrams() throws Exception {
        define("i-udp", "influxdb", influx.udp(), Map.of());
        holdsAll("udp");
        forget("i-udp");
    }

    @Test
    void influxdb_takes_them_over_http_with_a_token() throws Exception {
        try (InfluxV2Front front = new InfluxV2Front(influx)) {
            Map<String, Object> more = Map.of(
                    "influxdbproto",
                    "http",
                    "organization",
                    "our firm",
                    "bucket",
                    "figures",
                    "token",
                    InfluxV2Front.TOKEN);
            define("i-http", "influxdb", front.port(), more);
            holdsAll("http");
            assertEquals(List.of(), front.refused());
            forget("i-http");
        }
    }

    @Test
    void an_influxdb_without_the_api_of_version_2_is_refused_by_its_option() throws Exception {
        ApiClient.Reply reply = api.post(
                "/cluster/metrics/server/i-old",
                Map.of("type", "influxdb", "server", "127.0.0.1", "port", influx.http(), "influxdbproto", "http"));
        assertEquals(400, reply.status());
        assertTrue(
                reply.body().path("errors").path("server").asText().contains("it answers 404 to /health"),
                () -> "" + reply.body());
    }

    private static void holdsAll(String database) throws Exception {
        Map<String, String> wanted = new TreeMap<>(Map.of(
                "the node's uptime", "SELECT last(uptime) FROM system WHERE object='nodes' AND host='" + name + "'",
                "its processors'", "SELECT last(cpu) FROM cpustat WHERE object='nodes' AND host='" + name + "'",
                "its memory", "SELECT last(memtotal) FROM memory WHERE object='nodes' AND host='" + name + "'",
                "the guest's memory",
                        "SELECT last(maxmem) FROM system WHERE object='qemu' AND vmid='" + GUEST + "' AND nodename='"
                                + name + "' AND host='web'",
                "the guest's disk",
                        "SELECT last(rd_bytes) FROM blockstat WHERE object='qemu' AND vmid='" + GUEST
                                + "' AND instance='virtio0'",
                "the storage's size",
                        "SELECT last(total) FROM system WHERE object='storages' AND nodename='" + name
                                + "' AND host='local'"));
        Map<String, Double> told = new TreeMap<>();
        try {
            Await.until("InfluxDB holds all of " + wanted.keySet(), SOON, () -> {
                for (Map.Entry<String, String> e : wanted.entrySet()) {
                    JsonNode series = influx.query(database, e.getValue());
                    if (series.isArray()) {
                        told.put(
                                e.getKey(),
                                series.path(0).path("values").path(0).path(1).asDouble());
                    }
                }
                return told.size() == wanted.size();
            });
        } catch (AssertionError e) {
            throw new AssertionError(
                    "there is " + told + " of " + influx.query(database, "SHOW SERIES") + " and "
                            + influx.query(database, "SHOW FIELD KEYS"),
                    e);
        }
        System.out.println(database + ": " + told);
        assertEquals(32L << 20, told.getOrDefault("the guest's memory", 0.0).longValue());
        assertTrue(told.getOrDefault("the node's uptime", 0.0) > 0);
        assertTrue(told.getOrDefault("the storage's size", 0.0) > 0);
        assertTrue(told.getOrDefault("its memory", 0.0) > 0);
    }

    @Test
    void carbon_takes_them_over_tcp_and_as_datagrams() throws Exception {
        try (MetricPrograms.Carbon carbon =
                MetricPrograms.Carbon.start(folder.resolve("carbon"), RealServer.freePort())) {
            for (String proto : List.of("tcp", "udp")) {
                define("g-" + proto, "graphite", carbon.port(), Map.of("proto", proto, "path", "by." + proto));
                List<String> wanted = new ArrayList<>();
                for (String path : List.of(
                        "nodes." + name + ".uptime",
                        "nodes." + name + ".cpustat.cpu",
                        "nodes." + name + ".memory.memtotal",
                        "qemu." + GUEST + ".maxmem",
                        "qemu." + GUEST + ".blockstat.virtio0.rd_bytes",
                        "storages." + name + ".local.total")) {
                    wanted.add("by." + proto + "." + path);
                }
                try {
                    Await.until("carbon holds all by " + proto, SOON, () -> {
                        for (String path : wanted) {
                            if (carbon.values(path).isEmpty()) {
                                return false;
                            }
                        }
                        return true;
                    });
                } catch (AssertionError e) {
                    throw new AssertionError("there are " + carbon.paths("by." + proto), e);
                }
                assertEquals(
                        32.0 * (1 << 20),
                        carbon.values("by." + proto + ".qemu." + GUEST + ".maxmem")
                                .getLast());
                forget("g-" + proto);
            }
        }
    }

    @Test
    void one_that_is_away_stalls_nothing_and_gets_what_it_missed() throws Exception {
        Path where = folder.resolve("carbon-away");
        int port = RealServer.freePort();
        String cpu = "proxmox.nodes." + name + ".cpustat.cpu";
        MetricPrograms.Carbon carbon = MetricPrograms.Carbon.start(where, port);
        try {
            define("g-away", "graphite", port, Map.of("proto", "tcp"));
            Await.until("carbon has figures", SOON, () -> !carbon.values(cpu).isEmpty());
        } finally {
            carbon.close();
        }
        int before = carbon.values(cpu).size();
        long memory = Host.residentBytes(node.pid("node"));
        long until = System.nanoTime() + Duration.ofSeconds(OUTAGE_SECONDS).toNanos();
        long slowest = 0;
        while (System.nanoTime() < until) {
            long begun = System.nanoTime();
            assertEquals(200, api.get("/cluster/resources").status());
            slowest = Math.max(slowest, System.nanoTime() - begun);
            Await.aMoment();
        }
        long grown = Host.residentBytes(node.pid("node")) - memory;
        try (MetricPrograms.Carbon again = MetricPrograms.Carbon.start(where, port)) {
            // a look is ten seconds: all that was made meanwhile comes, since it had room
            int missed = OUTAGE_SECONDS / 10;
            Await.until(
                    "it has what it missed and newer ones",
                    SOON,
                    () -> again.values(cpu).size() > before + missed);
            System.out.println("carbon was away for " + OUTAGE_SECONDS + " s: " + before + " values before, "
                    + again.values(cpu).size() + " after; the node grew by " + (grown >> 10)
                    + " KiB, the slowest answer took " + slowest / 1_000_000 + " ms");
        }
        assertTrue(grown < 64L << 20, () -> grown + " bytes more");
        forget("g-away");
    }
}
