package io.coppice.node.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.event.ConfigEvents;
import io.coppice.contract.word.NodeName;
import io.coppice.servicekit.event.EventJson;
import io.coppice.servicekit.event.HistoryLog;
import io.coppice.servicekit.event.LogReader;
import io.coppice.store.Change;
import io.coppice.store.Outcome;
import io.coppice.store.Revision;
import io.coppice.store.Store;
import io.coppice.store.Watcher;
import io.coppice.store.memory.HandedOn;
import io.coppice.store.raft.Stores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryShipperTest {
    private static final NodeName HERE = new NodeName("pve1");

    @TempDir
    Path folder;

    private Store store;

    @BeforeEach
    void open() throws Exception {
        store = Stores.open(folder.resolve("store"), HERE);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private HistoryShipper shipper() throws Exception {
        return new HistoryShipper(store, HERE, folder.resolve("config"), () -> {}, InstantSource.system()).start();
    }

    private void put(Service writer, String path, String text) {
        Outcome done =
                store.submit(Change.by(writer, "root@pam").put(path, text).build());
        assertTrue(done instanceof Outcome.Done, done::toString);
    }

    private List<ObjectNode> told(int atLeast) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        List<ObjectNode> told = new ArrayList<>();
        while (told.size() < atLeast && System.nanoTime() < deadline) {
            aMoment();
            told.clear();
            new LogReader(folder.resolve("config"))
                    .read(1, 10_000)
                    .lines()
                    .forEach(l -> told.add(EventJson.parse(l.json())));
        }
        return told;
    }

    private static void aMoment() {
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }

    @Test
    void a_change_is_told_with_its_fields_old_and_new_and_without_secrets() throws Exception {
        try (HistoryShipper shipper = shipper()) {
            put(Service.COMPUTE, "nodes/pve1/qemu-server/100.conf", "cores: 1\ncipassword: abc\n");
            put(Service.COMPUTE, "nodes/pve1/qemu-server/100.conf", "cores: 2\ncipassword: xyz\n");
            put(Service.AUTH, "priv/shadow.cfg:a@pve", "a:$5$secret:\n");
            List<ObjectNode> told = told(4);
            assertEquals(
                    List.of(
                            "io.coppice.config.guest-changed.v1",
                            "io.coppice.guest.created.v1",
                            "io.coppice.config.guest-changed.v1",
                            "io.coppice.access.changed.v1"),
                    told.stream().map(e -> EventJson.text(e, "type")).toList());
            ObjectNode change = told.get(2);
            assertEquals("/vms/100", EventJson.text(change, "aclpath"));
            assertEquals("root@pam", EventJson.text(change, "actor"));
            assertEquals("1", change.at("/data/fields/cores/old").asText());
            assertEquals("2", change.at("/data/fields/cores/now").asText());
            assertEquals("(cut)", change.at("/data/fields/cipassword/now").asText());
            assertFalse(told.toString().contains("xyz") || told.toString().contains("$5$"), told::toString);
        }
    }

    @Test
    void a_guest_that_goes_to_another_node_has_moved_and_is_neither_gone_nor_new() throws Exception {
        try (HistoryShipper shipper = shipper()) {
            for (String[] guest : new String[][] {{"lxc", "101"}, {"qemu-server", "100"}}) {
                put(Service.COMPUTE, "nodes/pve1/" + guest[0] + "/" + guest[1] + ".conf", "cores: 1\n");
                store.submit(Change.by(Service.COMPUTE, "ann@pve")
                        .delete("nodes/pve1/" + guest[0] + "/" + guest[1] + ".conf")
                        .put("nodes/pve2/" + guest[0] + "/" + guest[1] + ".conf", "cores: 1\n")
                        .build());
                store.submit(Change.by(Service.COMPUTE, "ann@pve")
                        .delete("nodes/pve2/" + guest[0] + "/" + guest[1] + ".conf")
                        .build());
            }
            List<ObjectNode> told = told(14).stream()
                    .filter(e -> EventJson.text(e, "type").contains(".guest."))
                    .toList();
            assertEquals(
                    List.of("created", "moved", "destroyed", "created", "moved", "destroyed"),
                    told.stream()
                            .map(e -> EventJson.text(e, "type").split("\\.")[3])
                            .toList());
            ObjectNode moved = told.get(4);
            assertEquals(
                    "{\"vmid\":100,\"node\":\"pve2\",\"from\":\"pve1\",\"kind\":\"qemu\"}",
                    moved.get("data").toString());
            assertEquals("guest/100", EventJson.text(moved, "subject"));
            assertEquals("/vms/100", EventJson.text(moved, "aclpath"));
            assertEquals("ann@pve", EventJson.text(moved, "actor"));
            List<String> sequences =
                    told.stream().map(e -> EventJson.text(e, "sequence")).toList();
            assertEquals(sequences.stream().sorted().distinct().toList(), sequences);
        }
    }

    @Test
    void what_changes_while_it_is_away_is_told_once_when_it_is_back() throws Exception {
        for (int round = 0; round < 4; round++) {
            try (HistoryShipper shipper = shipper()) {
                for (int i = 0; i < 10; i++) {
                    put(Service.NODE, "datacenter.cfg", "description: in " + round + " " + i + "\n");
                }
                if (round % 2 == 0) {
                    shipper.keepCursor();
                }
            }
            for (int i = 0; i < 10; i++) {
                put(Service.NODE, "datacenter.cfg", "description: away " + round + " " + i + "\n");
            }
        }
        try (HistoryShipper shipper = shipper()) {
            List<ObjectNode> told = told(80);
            assertEquals(80, told.size());
            assertEquals(
                    80,
                    told.stream().map(e -> EventJson.text(e, "id")).distinct().count());
            List<String> sequences =
                    told.stream().map(e -> EventJson.text(e, "sequence")).toList();
            assertEquals(sequences.stream().sorted().toList(), sequences);
            shipper.keepCursor();
            long revision = store.image().revision().number();
            shipper.keepCursor();
            aMoment();
            shipper.keepCursor();
            assertEquals(revision, store.image().revision().number(), "its cursor does not follow itself");
        }
    }

    /** As on a disk that is full for a while; what stands in its place is a folder where a file has to be. */
    @Test
    void another_truth_whose_log_cannot_be_begun_is_told_when_it_can() throws Exception {
        try (Store other = Stores.open(folder.resolve("other"), HERE);
                HistoryShipper shipper = shipper()) {
            put(Service.NODE, "datacenter.cfg", "description: of the one truth\n");
            told(1);
            Path full = Files.createDirectory(folder.resolve("config/name.new"));
            Thread reset = Thread.ofVirtual().start(() -> shipper.reset(other.image()));
            assertFalse(reset.join(Duration.ofMillis(2_500)), "it has gone on without a log");
            Files.delete(full);
            assertTrue(reset.join(Duration.ofSeconds(30)), "it does not go on");
            LogReader reader = new LogReader(folder.resolve("config"));
            assertEquals(HistoryLog.name(other.image().revision().incarnation()), reader.name());
            assertEquals(
                    List.of(ConfigEvents.RESYNC_REQUIRED.type()),
                    told(1).stream().map(e -> EventJson.text(e, "type")).toList());
        }
    }

    @Test
    void one_that_is_closed_while_its_log_cannot_be_begun_ends() throws Exception {
        try (Store other = Stores.open(folder.resolve("other"), HERE)) {
            HistoryShipper shipper = shipper();
            Files.createDirectory(folder.resolve("config/name.new"));
            Thread reset = Thread.ofVirtual().start(() -> shipper.reset(other.image()));
            assertFalse(reset.join(Duration.ofMillis(500)));
            shipper.close();
            assertTrue(reset.join(Duration.ofSeconds(30)));
        }
    }

    /** Counts who watches it. */
    private static final class Counted extends HandedOn {
        final AtomicInteger watches = new AtomicInteger();

        Counted(Store of) {
            super(of);
        }

        @Override
        public Watch watchAfter(Revision seen, String prefix, Watcher watcher) {
            watches.incrementAndGet();
            return super.watchAfter(seen, prefix, watcher);
        }

        @Override
        public void close() {}
    }

    @Test
    void one_that_is_closed_watches_no_more_though_a_reset_was_on_its_way() throws Exception {
        Counted counted = new Counted(store);
        HistoryShipper shipper =
                new HistoryShipper(counted, HERE, folder.resolve("config"), () -> {}, InstantSource.system()).start();
        put(Service.NODE, "datacenter.cfg", "description: before\n");
        told(1);
        shipper.close();
        put(Service.NODE, "datacenter.cfg", "description: after\n");
        int before = counted.watches.get();
        shipper.reset(store.image());
        assertEquals(before, counted.watches.get());
    }
}
