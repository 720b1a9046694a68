package io.coppice.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.compute.probe.Accelerators.Choice;
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
}
