package io.coppice.metrics.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import io.coppice.live.LocalLive;
import io.coppice.metrics.Turned;
import io.coppice.metrics.figure.Observations;
import io.coppice.store.Change;
import io.coppice.store.memory.MemoryStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks, ten seconds apart, at live state that a test sets. */
class RecorderTest {
    private static final String CONFIG = "nodes/pve1/qemu-server/100.conf";
    private static final Subject GUEST = Subject.guest(new Vmid(100));

    @TempDir
    Path folder;

    private final Turned clock = new Turned("2026-03-02T00:00:00Z");
    private final MemoryStore store = MemoryStore.steady();
    private final LocalLive live = new LocalLive(new NodeName("pve1"), clock);
    private Histories histories;
    private Recorder recorder;

    @BeforeEach
    void open() {
        histories = new Histories(folder);
        recorder = recorder();
        define();
    }

    private Recorder recorder() {
        return new Recorder(histories, clock);
    }

    private void look() {
        recorder.look(new Observations(store, live, clock).all());
    }

    private void define() {
        store.submit(Change.by(Service.COMPUTE, "root@pam")
                .put(CONFIG, "name: web\nmemory: 512\n")
                .build());
    }

    private void look(Map<String, Object> figures) {
        live.put("guest", "100", figures);
        look();
        clock.turn(Duration.ofSeconds(10));
    }

    private static Map<String, Object> running(double cpu, long netin) {
        Map<String, Object> all = new HashMap<>();
        all.putAll(Map.of("status", "running", "cpu", cpu, "maxcpu", 2, "mem", 256L << 20, "maxmem", 512L << 20));
        all.putAll(Map.of("netin", netin, "netout", 0L, "diskread", 0L, "diskwrite", 0L));
        return all;
    }

    private List<Map<String, Object>> hour() throws Exception {
        return histories.read(GUEST, Timeframe.HOUR, Consolidation.AVERAGE, clock.seconds()).stream()
                .filter(e -> e.size() > 1)
                .toList();
    }

    @Test
    void a_minute_is_the_average_of_its_looks_and_counters_become_rates() throws Exception {
        for (int i = 0; i < 7; i++) {
            look(running(i < 3 ? 0.25 : 0.75, 1_000_000L + i * 5000L));
        }
        Map<String, Object> first = hour().getFirst();
        assertEquals(0.5, first.get("cpu"));
        assertEquals(2L, first.get("maxcpu"));
        assertEquals(512L << 20, first.get("maxmem"));
        assertEquals(500L, first.get("netin"), "bytes a second");
    }

    @Test
    void a_counter_that_began_anew_makes_no_rate() throws Exception {
        look(running(0, 9_000_000));
        look(running(0, 100));
        look(running(0, 1100));
        clock.turn(Duration.ofMinutes(1));
        look();
        assertEquals(100L, hour().getFirst().get("netin"));
    }

    @Test
    void of_a_stopped_guest_only_its_limits_are_told() throws Exception {
        Map<String, Object> stopped = running(0, 0);
        stopped.put("status", "stopped");
        look(stopped);
        clock.turn(Duration.ofMinutes(1));
        look();
        assertEquals(3, hour().getFirst().size(), "time, maxcpu, maxmem: " + hour());
    }

    @Test
    void figures_that_nobody_renews_are_told_no_more() throws Exception {
        look(running(0.5, 0));
        for (int i = 0; i < 30; i++) {
            look();
            clock.turn(Duration.ofSeconds(10));
        }
        assertEquals(1, hour().size(), "four of five minutes were nobody's");
    }

    @Test
    void a_guest_that_came_anew_under_an_old_number_has_no_past() throws Exception {
        for (int i = 0; i < 7; i++) {
            look(running(0.5, 0));
        }
        assertEquals(1, hour().size());
        store.submit(Change.by(Service.COMPUTE, "root@pam").delete(CONFIG).build());
        look();
        define();
        look(running(0.1, 0));
        assertEquals(0, hour().size());
    }

    @Test
    void the_past_of_what_is_no_more_is_removed_after_two_passes() throws Exception {
        for (int i = 0; i < 7; i++) {
            look(running(0.5, 0));
        }
        HistorySweep sweep = new HistorySweep(histories, store);
        sweep.pass();
        store.submit(Change.by(Service.COMPUTE, "root@pam").delete(CONFIG).build());
        sweep.pass();
        assertTrue(Files.exists(GUEST.file(folder)));
        sweep.pass();
        assertFalse(Files.exists(GUEST.file(folder)));
    }

    @Test
    void nodes_and_storages_are_told_in_their_own_columns() throws Exception {
        store.submit(Change.by(Service.STORAGE, "root@pam")
                .put("storage.cfg:local", "dir: local\n\tpath /x\n")
                .build());
        for (int i = 0; i < 7; i++) {
            live.put("node", "pve1", Map.of("cpu", 0.1, "maxcpu", 2, "mem", 5L, "maxmem", 9L));
            live.put(
                    "node-details",
                    "pve1",
                    Map.of(
                            "cpustat", Map.of("avg1", 1.5, "wait", 0.25),
                            "memory", Map.of("swaptotal", 8L),
                            "nics", Map.of("eth0", counted(i * 100L), "eth1", counted(i * 50L)),
                            "pressures", Map.of("iofull", 2.5)));
            live.put("storage", "pve1/local", Map.of("status", "available", "disk", 3L, "maxdisk", 7L));
            look(running(0, 0));
        }
        Map<String, Object> node = last(Subject.node(new NodeName("pve1")));
        assertEquals(1.5, node.get("loadavg"));
        assertEquals(0.25, node.get("iowait"));
        assertEquals(5L, node.get("memused"));
        assertEquals(8L, node.get("swaptotal"));
        assertEquals(15L, node.get("netin"));
        assertEquals(2.5, node.get("pressureiofull"));
        Map<String, Object> storage = last(new Subject(Shape.STORAGE, "pve1/local"));
        assertEquals(7L, storage.get("total"));
        assertEquals(3L, storage.get("used"));
    }

    private static Map<String, Object> counted(long bytes) {
        return Map.of("receive", bytes, "transmit", bytes);
    }

    private Map<String, Object> last(Subject subject) throws Exception {
        return histories.read(subject, Timeframe.HOUR, Consolidation.AVERAGE, clock.seconds()).stream()
                .filter(e -> e.size() > 1)
                .toList()
                .getLast();
    }

    @Test
    void a_disk_that_takes_nothing_keeps_nobody_from_looking_on() throws Exception {
        Files.writeString(folder.resolve("guest"), "no folder");
        for (int i = 0; i < 14; i++) {
            look(running(0.5, 0));
        }
        Files.delete(folder.resolve("guest"));
        for (int i = 0; i < 7; i++) {
            look(running(0.5, 0));
        }
        assertEquals(1, hour().size());
    }
}
