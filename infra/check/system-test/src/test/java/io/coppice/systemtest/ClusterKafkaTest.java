package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.event.GuestEvents;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import io.coppice.node.event.HistoryPlace;
import io.coppice.node.event.HistoryShipper;
import io.coppice.node.event.KafkaDuty;
import io.coppice.node.event.KafkaLogin;
import io.coppice.node.event.KafkaPart;
import io.coppice.node.event.KafkaSettings;
import io.coppice.node.event.KafkaShipper;
import io.coppice.servicekit.event.EventLogs;
import io.coppice.servicekit.event.Happening;
import io.coppice.servicekit.event.Outbox;
import io.coppice.store.Change;
import io.coppice.store.Store;
import io.coppice.store.memory.MemoryStore;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Kafka of a whole cluster: who leads brings it the truth's history, and another goes on there; then it dies, comes
 * back empty, and is moved beside the first node. Each event is told, and each of the truth's with one id whoever tells it.
 */
class ClusterKafkaTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Kept here, or its level would go with it: a client tells of each attempt at length. */
    private static final Logger CHATTER = Logger.getLogger("org.apache.kafka");

    @TempDir
    Path dir;

    private int told;

    /** A node as far as it tells events. */
    private static final class Node implements AutoCloseable {
        private final NodeName name;
        private final Path folder;
        private final Store store;
        private final EventLogs logs;
        private final Outbox outbox;
        private final HistoryShipper history;
        private final AtomicReference<KafkaDuty> duty = new AtomicReference<>(KafkaDuty.NOTHING);
        private Optional<KafkaShipper> shipper = Optional.empty();

        Node(String name, Path folder, Store store) throws IOException {
            this.name = new NodeName(name);
            this.folder = folder;
            this.store = store;
            this.logs = new EventLogs(folder);
            this.outbox = new Outbox(folder.resolve("compute"), "compute", this.name, InstantSource.system());
            outbox.onEvent(logs::wake);
            this.history = new HistoryShipper(
                            store, this.name, folder.resolve("config"), logs::wake, InstantSource.system())
                    .start();
        }

        /** @param copies where what the others tell lies */
        void ship(KafkaSettings kafka, Path copies) throws Exception {
            stop();
            KafkaPart part = new KafkaPart(logs, logs.with(copies), duty::get);
            shipper = Optional.of(new KafkaShipper(
                            name,
                            kafka,
                            part,
                            folder.resolve("shipped"),
                            new HistoryPlace(store),
                            InstantSource.system())
                    .start());
        }

        void stop() throws InterruptedException {
            if (shipper.isPresent()) {
                shipper.get().close();
            }
        }

        void started(int vmid) {
            outbox.happened(
                    Happening.of(GuestEvents.STARTED, new GuestEvents.Guest(new Vmid(vmid), name, "qemu"), "root@pam"));
        }

        @Override
        public void close() throws Exception {
            stop();
            history.close();
            outbox.close();
        }
    }

    @Test
    void a_cluster_tells_one_kafka_each_event_whoever_leads_and_whatever_becomes_of_it() throws Exception {
        Path lib = RunningNode.projectRoot().resolve("infra/run/kafka/target/dist/lib");
        assumeTrue(Files.isDirectory(lib), "the project is not built: there is no " + lib);
        CHATTER.setLevel(Level.OFF);
        try (PlainKafka kafka = new PlainKafka(dir.resolve("kafka"), lib);
                MemoryStore store = MemoryStore.steady();
                Node one = new Node("pve1", dir.resolve("one"), store);
                Node two = new Node("pve2", dir.resolve("two"), store)) {
            KafkaSettings outside =
                    new KafkaSettings(Optional.of(kafka.bootstrap()), KafkaLogin.NONE, dir.resolve("none"));
            lead(one, two);
            one.ship(outside, dir.resolve("none"));
            two.ship(outside, dir.resolve("none"));
            act(store, one, two);
            requireAllTold(kafka);
            lead(two, one);
            act(store, one, two);
            requireAllTold(kafka);
            kafka.end();
            act(store, one, two);
            one.duty.set(KafkaDuty.ALL);
            two.duty.set(KafkaDuty.NOTHING);
            one.ship(beside(kafka), dir.resolve("two"));
            act(store, one, two);
            kafka.beginEmpty();
            requireAllTold(kafka);
        }
    }

    private static void lead(Node leads, Node follows) {
        leads.duty.set(KafkaDuty.OWN_AND_HISTORY);
        follows.duty.set(KafkaDuty.OWN);
    }

    private KafkaSettings beside(PlainKafka kafka) throws IOException {
        Path file = dir.resolve("kafka.properties");
        try (Writer out = Files.newBufferedWriter(file)) {
            kafka.client().store(out, null);
        }
        return new KafkaSettings(Optional.empty(), KafkaLogin.NONE, file);
    }

    private void act(Store store, Node one, Node two) {
        for (int i = 0; i < 40; i++) {
            told++;
            store.submit(Change.by(Service.NODE, "root@pam")
                    .put("datacenter.cfg", "description: " + told + "\n")
                    .build());
            one.started(1_000 + told);
            two.started(2_000 + told);
        }
    }

    private void requireAllTold(PlainKafka kafka) throws Exception {
        List<String> lines = lines();
        ToldEvents[] last = {new ToldEvents()};
        try {
            Await.until("Kafka is told everything", PATIENCE, () -> {
                last[0] = KafkaReader.told(kafka.client());
                return last[0].missingLines(lines).isEmpty();
            });
        } catch (AssertionError e) {
            throw new AssertionError("missing are " + last[0].missingLines(lines), e);
        }
        System.out.println(last[0] + " of " + lines.size() + " lines in the logs of both nodes");
        assertEquals(List.of(), last[0].wrong());
        assertEquals(2 * told, last[0].count("io.coppice.guest.started.v1"));
        assertEquals(told, last[0].count("io.coppice.config.changed.v1"));
    }

    /** Of both nodes, once all changes are among them; those of the truth are the same at both. */
    private List<String> lines() throws Exception {
        Await.until(
                "both nodes have made events of all changes",
                PATIENCE,
                () -> lines("one/config").size() == told && lines("two/config").size() == told);
        assertEquals(lines("one/config"), lines("two/config"));
        Set<String> all = new TreeSet<>(lines("one"));
        all.addAll(lines("two"));
        return List.copyOf(all);
    }

    private List<String> lines(String folder) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.walk(dir.resolve(folder))) {
            for (Path log :
                    files.filter(f -> f.toString().endsWith(".jsonl")).sorted().toList()) {
                lines.addAll(Files.readAllLines(log));
            }
        }
        return lines;
    }
}
