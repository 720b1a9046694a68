package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.Reader;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kafka stands still, dies, and loses all it had, and the node dies meanwhile, while a client goes on changing things: it
 * waits for none of that, and in the end Kafka tells everything. {@code -Dcoppice.events.outage=60} makes each outage a
 * minute long.
 */
class KafkaOutageTest {
    private static final Duration OUTAGE = Duration.ofSeconds(Integer.getInteger("coppice.events.outage", 3));
    private static final Duration SLOWEST = Duration.ofSeconds(3);
    private static final int AT_LEAST = 10;

    /** Kept here, or its level would go with it: a client tells of each consumer at length. */
    private static final Logger CHATTER = Logger.getLogger("org.apache.kafka");

    @TempDir
    Path folder;

    private double load = 1;

    @Test
    void nothing_stalls_while_kafka_is_away_and_afterwards_nothing_is_missing() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "a node is started by root");
        assumeTrue(Programs.has("qemu-system-x86_64"), "there is no QEMU");
        CHATTER.setLevel(Level.SEVERE);
        try (RunningNode node = RunningNode.up(folder.resolve("data"))) {
            ApiClient api = node.admin();
            String name = node.name();
            String made =
                    api.task(api.post("/nodes/" + name + "/qemu", Map.of("vmid", ChangingClient.VMID, "memory", 16)));
            assertEquals("OK", made);
            Await.until("Kafka is told", patience(), () -> told(node).count("io.coppice.guest.created.v1") == 1);
            ChangingClient client = new ChangingClient(api, name);
            Thread works = Thread.ofVirtual().start(client);
            outages(node, client);
            client.end();
            assertTrue(works.join(Duration.ofMinutes(2)), "the client has ended");
            assertEquals(List.of(), client.wrong());
            System.out.println("the slowest answer, of " + client.slowest() + ", took " + client.longest());
            requireAllTold(node, client);
            kill(node, "kafka");
            empty(node.data().resolve("kafka/data"));
            node.start();
            requireAllTold(node, client);
            assertTrue(
                    client.longest().toMillis() < SLOWEST.toMillis() * load,
                    () -> client.slowest() + " took " + client.longest() + " at a load of " + load);
        }
    }

    private void outages(RunningNode node, ChangingClient client) throws Exception {
        goOn("all is well", client);
        signal(node, "STOP");
        goOn("Kafka stands still", client);
        client.away(true);
        kill(node, "node");
        node.start();
        client.away(false);
        goOn("Kafka still stands still, and the node is a new one", client);
        signal(node, "CONT");
        goOn("Kafka goes on", client);
        kill(node, "kafka");
        goOn("Kafka is dead", client);
        node.start();
        goOn("Kafka is back", client);
    }

    /** For an outage's time, in which changes must be acknowledged; a client that waits for Kafka waits for ever here. */
    private void goOn(String when, ChangingClient client) throws Exception {
        int before = client.acknowledged();
        long over = System.nanoTime() + OUTAGE.toNanos();
        Await.until("changes go on while " + when, OUTAGE.plus(patience()), () -> {
            load = Math.max(load, loadNow());
            return System.nanoTime() > over && client.acknowledged() >= before + AT_LEAST;
        });
        System.out.println(when + ": " + (client.acknowledged() - before) + " changes");
    }

    private static double loadNow() {
        var machine = ManagementFactory.getOperatingSystemMXBean();
        return machine.getSystemLoadAverage() / machine.getAvailableProcessors();
    }

    private Duration patience() {
        return Duration.ofSeconds(60 + (long) (30 * Math.max(1, loadNow())));
    }

    /** What Kafka holds is everything that was acknowledged, and every line that the node kept. */
    private void requireAllTold(RunningNode node, ChangingClient client) throws Exception {
        List<String> lines = lines(node);
        ToldEvents[] last = {new ToldEvents()};
        try {
            Await.until("Kafka is told everything", patience().plus(OUTAGE), () -> {
                last[0] = told(node);
                return last[0].missingFacts(client.facts()).isEmpty()
                        && last[0].missingLines(lines).isEmpty();
            });
        } catch (AssertionError e) {
            throw new AssertionError(
                    "of " + client.facts().size() + " facts are missing " + last[0].missingFacts(client.facts())
                            + ", of " + lines.size() + " lines " + last[0].missingLines(lines),
                    e);
        }
        System.out.println(last[0] + "; " + client.facts().size() + " facts were acknowledged, " + lines.size()
                + " lines are in the logs");
        assertEquals(List.of(), last[0].wrong());
        assertTrue(client.starts() > 0 && client.stops() > 0, "the VM was switched");
        int started = last[0].count("io.coppice.guest.started.v1");
        assertTrue(started >= client.starts(), () -> started + " starts are told of " + client.starts());
        // the last round has stopped it, so there is a stop for each start, also where nobody had an answer
        assertEquals(started, last[0].count("io.coppice.guest.stopped.v1"));
    }

    private static List<String> lines(RunningNode node) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.walk(node.data().resolve("events"))) {
            for (Path log : files.filter(f -> f.toString().endsWith(".jsonl")).toList()) {
                lines.addAll(Files.readAllLines(log));
            }
        }
        return lines;
    }

    /** All that Kafka holds now; nothing while it does not answer. */
    private static ToldEvents told(RunningNode node) throws IOException {
        Path file = node.data().resolve("secret/kafka.properties");
        if (!Files.exists(file)) {
            return new ToldEvents();
        }
        Properties login = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            login.load(in);
        }
        return KafkaReader.told(login);
    }

    private static void signal(RunningNode node, String name) throws Exception {
        Programs.succeed(Path.of("/"), "kill", "-" + name, "" + node.pid("kafka"));
    }

    private static void kill(RunningNode node, String process) throws Exception {
        ProcessHandle victim = ProcessHandle.of(node.pid(process)).orElseThrow();
        victim.destroyForcibly();
        Await.until("the end of " + process, Duration.ofSeconds(30), () -> !victim.isAlive());
    }

    private static void empty(Path data) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
