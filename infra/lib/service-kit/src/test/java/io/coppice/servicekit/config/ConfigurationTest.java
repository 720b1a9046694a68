package io.coppice.servicekit.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.word.Bytes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfigurationTest {
    enum Accelerator {
        AUTO,
        KVM
    }

    record Gateway(
            @Default("10s") Duration idleTimeout,
            @Default("64MiB") Bytes uploadLimit) {}

    record Sample(
            @Default("8006") int port,
            @Default("auto") Accelerator accelerator,
            @Default("true") boolean onboot,
            Optional<Path> keys,
            Gateway gateway) {
        Sample {
            if (port < 1) {
                throw new IllegalArgumentException("a port is positive");
            }
        }
    }

    private static String refused(Map<String, String> given) {
        return String.valueOf(assertThrows(ConfigurationError.class, () -> Configuration.read(given, Sample.class))
                .getMessage());
    }

    @Test
    void defaults_hold_where_nothing_is_set() {
        assertEquals(
                new Sample(
                        8006,
                        Accelerator.AUTO,
                        true,
                        Optional.empty(),
                        new Gateway(Duration.ofSeconds(10), Bytes.mebibytes(64))),
                Configuration.read(Map.of(), Sample.class));
    }

    @Test
    void every_key_sets_its_component() {
        assertEquals(
                new Sample(
                        1,
                        Accelerator.KVM,
                        false,
                        Optional.of(Path.of("/k")),
                        new Gateway(Duration.ofMillis(250), Bytes.gibibytes(2))),
                Configuration.read(
                        Map.of(
                                "port", "1",
                                "accelerator", "kvm",
                                "onboot", "false",
                                "keys", "/k",
                                "gateway.idle-timeout", "250ms",
                                "gateway.upload-limit", "2GiB"),
                        Sample.class));
    }

    @Test
    void what_is_wrong_is_named() {
        assertTrue(refused(Map.of("gateway.idle-time", "1s")).contains("unknown setting 'gateway.idle-time'"));
        assertTrue(refused(Map.of("gateway.idle-timeout", "10")).contains("'gateway.idle-timeout' is a duration"));
        assertTrue(refused(Map.of("gateway.upload-limit", "10s")).contains("'gateway.upload-limit' is a size"));
        assertTrue(refused(Map.of("port", "x")).contains("'port' is a whole number"));
        assertTrue(refused(Map.of("onboot", "1")).contains("'onboot' is true or false"));
        assertTrue(refused(Map.of("accelerator", "tpu")).contains("'accelerator' is one of [auto, kvm]"));
        assertTrue(refused(Map.of("port", "0")).contains("a port is positive"));
    }
}
