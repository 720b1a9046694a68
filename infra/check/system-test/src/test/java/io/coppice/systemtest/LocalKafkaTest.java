package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Kafka that {@code up} starts beside the node. */
class LocalKafkaTest {
    @TempDir
    static Path folder;

    private static RunningNode node;

    @BeforeAll
    static void up() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "a node is started by root");
        node = RunningNode.up(folder.resolve("data"));
    }

    @AfterAll
    static void down() throws Exception {
        if (node != null) {
            node.close();
        }
    }

    private static Properties login(String file) throws Exception {
        Properties login = new Properties();
        try (Reader in = Files.newBufferedReader(node.data().resolve(file))) {
            login.load(in);
        }
        login.put("default.api.timeout.ms", "60000");
        return login;
    }

    @Test
    void it_has_a_user_of_its_own_and_no_capability() throws Exception {
        long kafka = node.pid("kafka");
        // nobody waits for it, so it may still be about to put off what it was started with
        Await.until(
                "a process without capabilities",
                Duration.ofSeconds(10),
                () -> Host.status(kafka, "CapEff").equals("0000000000000000"));
        for (String uid : Host.status(kafka, "Uid").split("\\s+")) {
            assertNotEquals("0", uid);
            assertNotEquals(Host.status(node.pid("gateway"), "Uid").split("\\s+")[0], uid);
        }
        assertEquals("0000000000000000", Host.status(kafka, "CapEff"));
        assertEquals("1", Host.status(kafka, "NoNewPrivs"));
    }

    @Test
    void the_node_makes_topics_there_and_the_gateway_does_not() throws Exception {
        try (Admin admin = Admin.create(login("secret/kafka.properties"))) {
            admin.createTopics(List.of(new NewTopic("trial", 1, (short) 1)))
                    .all()
                    .get();
            assertTrue(admin.listTopics().names().get().contains("trial"));
        }
        try (Admin admin = Admin.create(login("gateway/kafka.properties"))) {
            assertEquals(List.of(), List.copyOf(admin.listTopics().names().get()));
            ExecutionException refused = assertThrows(
                    ExecutionException.class,
                    () -> admin.createTopics(List.of(new NewTopic("other", Optional.of(1), Optional.of((short) 1))))
                            .all()
                            .get());
            assertInstanceOf(TopicAuthorizationException.class, refused.getCause());
        }
    }

    @Test
    void who_knows_no_password_gets_nothing() throws Exception {
        Properties stranger = login("gateway/kafka.properties");
        stranger.setProperty(
                "sasl.jaas.config",
                stranger.getProperty("sasl.jaas.config").replaceFirst("password=\"[^\"]*\"", "password=\"guess\""));
        // until the broker is up a client is refused for another reason
        try (Admin admin = Admin.create(login("secret/kafka.properties"))) {
            admin.describeCluster().nodes().get();
        }
        try (Admin admin = Admin.create(stranger)) {
            ExecutionException refused = assertThrows(
                    ExecutionException.class, () -> admin.listTopics().names().get());
            assertInstanceOf(SaslAuthenticationException.class, refused.getCause());
        }
    }

    @Test
    void the_api_answers_without_it() throws Exception {
        long kafka = node.pid("kafka");
        ProcessHandle.of(kafka).ifPresent(ProcessHandle::destroyForcibly);
        Await.until(
                "the end of kafka",
                Duration.ofSeconds(10),
                () -> ProcessHandle.of(kafka).filter(ProcessHandle::isAlive).isEmpty());
        assertEquals(200, node.admin().get("/cluster/resources").status());
        node.start();
        assertNotEquals(kafka, node.pid("kafka"));
    }
}
