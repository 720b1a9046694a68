package io.coppice.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.compute.probe.Accelerators.Choice;
import io.coppice.node.event.KafkaLogin;
import io.coppice.servicekit.config.Configuration;
import io.coppice.servicekit.config.ConfigurationError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeSettingsTest {
    @TempDir
    @SuppressWarnings("NullAway")
    private Path folder;

    private NodeSettings read(String text) throws Exception {
        return Configuration.read(Files.writeString(folder.resolve("coppice.conf"), text), NodeSettings.class);
    }

    @Test
    void without_a_file_the_accelerator_is_found_out() throws Exception {
        assertEquals(
                Choice.AUTO,
                Configuration.read(folder.resolve("none"), NodeSettings.class).accelerator());
    }

    @Test
    void the_accelerator_can_be_chosen() throws Exception {
        assertEquals(Choice.TCG, read("accelerator: tcg\n").accelerator());
        assertEquals(Choice.KVM, read("accelerator = kvm\n").accelerator());
    }

    @Test
    void a_wrong_choice_is_named_with_the_right_ones() {
        String text = assertThrows(ConfigurationError.class, () -> read("accelerator = xen\n"))
                .getMessage();
        assertTrue(text.contains("accelerator") && text.contains("kvm"), text);
    }

    @Test
    void a_kafka_of_the_administrators_own_can_be_named() throws Exception {
        assertEquals(Optional.empty(), read("").kafka().bootstrap());
        assertEquals(
                Optional.of("k1:9092,k2:9092"),
                read("kafka.bootstrap = k1:9092,k2:9092\n").kafka().bootstrap());
    }

    private static final String OWN = "kafka.bootstrap = k1:9093\n";

    @Test
    void a_kafka_that_asks_who_comes_is_told_by_password_file_and_certificates() throws Exception {
        KafkaLogin login = read(OWN + "kafka.security.protocol = sasl_ssl\nkafka.sasl.mechanism = scram-sha-512\n"
                        + "kafka.sasl.user = coppice\nkafka.sasl.password-file = /etc/kafka-password\n"
                        + "kafka.ssl.truststore = /etc/kafka-ca.pem\n")
                .kafka()
                .login();
        assertEquals(KafkaLogin.Protocol.SASL_SSL, login.protocol());
        assertEquals(Optional.of(KafkaLogin.Mechanism.SCRAM_SHA_512), login.mechanism());
        assertEquals(Optional.of(Path.of("/etc/kafka-ca.pem")), login.truststore());
    }

    @Test
    void what_does_not_go_together_is_named() {
        requireNamed("kafka.bootstrap = k1\n", "bootstrap is a list of host:port");
        requireNamed("kafka.security.protocol = ssl\n", "bootstrap is missing");
        requireNamed(OWN + "kafka.security.protocol = tls\n", "kafka.security.protocol", "sasl_ssl");
        requireNamed(OWN + "kafka.security.protocol = sasl_ssl\n", "sasl.mechanism is missing", "scram-sha-512");
        requireNamed(OWN + "kafka.sasl.user = me\n", "sasl.user is set", "plaintext");
        requireNamed(OWN + "kafka.ssl.truststore = /ca.pem\n", "ssl.truststore is set", "sasl_ssl");
        requireNamed(OWN + "kafka.sasl.password = secret\n", "unknown setting 'kafka.sasl.password'");
    }

    private void requireNamed(String settings, String... parts) {
        String text =
                assertThrows(ConfigurationError.class, () -> read(settings)).getMessage();
        for (String part : parts) {
            assertTrue(text.contains(part), text);
        }
    }
}
