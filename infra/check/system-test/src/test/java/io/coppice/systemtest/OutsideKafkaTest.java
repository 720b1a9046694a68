package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A Kafka of the administrator's own, by TLS and login, beside a node in one process and in many: everything is told there,
 * with who asked, and in an order that a kill of the node does not break.
 */
class OutsideKafkaTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String TYPE = "io.coppice.%s.v1";

    /** Kept here, or its level would go with it: a client tells of each consumer at length. */
    private static final Logger CHATTER = Logger.getLogger("org.apache.kafka");

    @TempDir
    Path folder;

    @ParameterizedTest(name = "split: {0}, {1}")
    @CsvSource({"false,scram-sha-512,4401", "true,plain,4402"})
    void everything_is_told_in_its_order_with_who_asked(boolean split, String mechanism, int vmid) throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "a node is started by root");
        assumeTrue(Programs.has("qemu-system-x86_64"), "there is no QEMU");
        CHATTER.setLevel(Level.OFF);
        Path lib = RunningNode.projectRoot().resolve("infra/run/kafka/target/dist/lib");
        assumeTrue(Files.isDirectory(lib), "the project is not built: there is no " + lib);
        Path data = Files.createDirectories(folder.resolve("data"));
        try (OutsideKafka kafka = new OutsideKafka(folder.resolve("kafka"), lib)) {
            requireTls(kafka);
            Files.writeString(data.resolve("coppice.conf"), kafka.coppiceConf(mechanism));
            try (RunningNode node = RunningNode.up(data, split ? new String[] {"--split"} : new String[0])) {
                assertFalse(Files.exists(data.resolve("run/kafka.pid")), "no other Kafka is started");
                run(node, kafka, vmid);
            }
        }
    }

    private static void run(RunningNode node, OutsideKafka kafka, int vmid) throws Exception {
        ApiClient api = node.admin();
        String guests = "/nodes/" + node.name() + "/qemu";
        String guest = guests + "/" + vmid;
        awaitCompute(api, guests);
        assertEquals("OK", api.task(api.post(guests, Map.of("vmid", vmid, "memory", 16, "scsi0", "local:1"))));
        Await.until(
                "the wrong password is told of",
                PATIENCE,
                () -> node.coppice("logs").contains("Kafka does not take events now"));
        assertEquals(Set.of(), topics(kafka), "nobody gets in by a wrong password");
        kafka.passwordFile(OutsideKafka.PASSWORD);
        await("its beginning is told", kafka, told -> count(told, "guest.created") == 1);
        assertEquals("OK", api.task(api.post(guest + "/status/start", Map.of())));
        kill(node);
        awaitCompute(api, guests);
        assertEquals("OK", api.task(api.post(guest + "/status/stop", Map.of())));
        assertEquals("OK", api.task(api.post(guest + "/status/start", Map.of())));
        assertEquals("OK", api.task(api.post(guest + "/status/stop", Map.of())));
        assertEquals("OK", api.task(api.delete(guest)));
        ToldEvents told = await(
                "its end is told",
                kafka,
                t -> count(t, "guest.destroyed") == 1
                        && count(t, "volume.removed") == 1
                        && count(t, "guest.stopped") == 2);
        System.out.println(told);
        assertEquals(List.of(), told.wrong());
        requireOrder(told, "guest/" + vmid);
        requireActors(told, "guest/" + vmid, 4);
        requireActors(told, "volume/local:" + vmid + "/vm-" + vmid + "-disk-0.raw", 2);
    }

    /** In a process of its own it may start for longer than a login takes. */
    private static void awaitCompute(ApiClient api, String guests) throws Exception {
        Await.until("compute answers", PATIENCE, () -> api.get(guests).status() == 200);
    }

    /** Of one epoch, and each behind the one before: the node was another process in between. */
    private static void requireOrder(ToldEvents told, String subject) {
        List<String> sequences = told.about(subject).stream()
                .filter(e -> e.path("source").asText().endsWith("/compute"))
                .map(e -> e.path("sequence").asText())
                .toList();
        assertEquals(4, sequences.size(), () -> "two starts and two stops: " + sequences);
        assertEquals(List.copyOf(new TreeSet<>(sequences)), sequences);
        Set<String> epochs = sequences.stream().map(s -> s.split("\\.")[0]).collect(Collectors.toSet());
        assertEquals(1, epochs.size(), epochs::toString);
        assertFalse(epochs.contains("0000000000000000"), "since when the guest is this node's is told");
    }

    private static void requireActors(ToldEvents told, String subject, int many) {
        List<JsonNode> done = told.about(subject).stream()
                .filter(e -> !e.path("source").asText().endsWith("/config"))
                .toList();
        assertEquals(many, done.size(), done::toString);
        for (JsonNode event : done) {
            assertEquals("admin@pve", event.path("actor").asText(), event::toString);
            assertTrue(event.path("task").asText().startsWith("task-"), event::toString);
        }
    }

    private static int count(ToldEvents told, String what) {
        return told.count(TYPE.formatted(what));
    }

    private interface So {
        boolean is(ToldEvents told);
    }

    private static ToldEvents await(String what, OutsideKafka kafka, So so) throws Exception {
        ToldEvents[] last = {new ToldEvents()};
        Await.until(what, PATIENCE, () -> {
            last[0] = KafkaReader.told(kafka.owner());
            return so.is(last[0]);
        });
        return last[0];
    }

    /** Who does not trust the CA gets no further than the handshake. */
    private static void requireTls(OutsideKafka kafka) throws Exception {
        Properties trusting = kafka.owner();
        trusting.remove("ssl.truststore.location");
        trusting.remove("ssl.truststore.type");
        try (Admin admin = Admin.create(trusting)) {
            ExecutionException refused = assertThrows(
                    ExecutionException.class, () -> admin.listTopics().names().get());
            assertInstanceOf(SslAuthenticationException.class, refused.getCause());
        }
    }

    private static Set<String> topics(OutsideKafka kafka) throws Exception {
        try (Admin admin = Admin.create(kafka.owner())) {
            return admin.listTopics().names().get();
        }
    }

    /** The guest goes on; what tells of it is another process afterwards. */
    private static void kill(RunningNode node) throws Exception {
        for (String process : List.of("node", "compute")) {
            if (Files.exists(node.data().resolve("run/" + process + ".pid"))) {
                ProcessHandle victim = ProcessHandle.of(node.pid(process)).orElseThrow();
                victim.destroyForcibly();
                Await.until("the end of " + process, PATIENCE, () -> !victim.isAlive());
            }
        }
        node.start();
    }
}
