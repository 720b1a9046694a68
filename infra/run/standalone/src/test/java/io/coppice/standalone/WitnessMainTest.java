package io.coppice.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WitnessMainTest {
    private static final String PRINT = "AB:".repeat(31) + "0f";

    @Test
    void a_node_is_joined_by_its_fingerprint() {
        assertEquals(
                Optional.of("pve1"),
                WitnessMain.Asked.parse("pve1", "--fingerprint", PRINT).join());
        assertEquals(Optional.empty(), WitnessMain.Asked.parse().join());
    }

    @ParameterizedTest
    @ValueSource(strings = {"xx", "", "AB:CD", "SHA256:abc"})
    void what_is_no_fingerprint_is_said_before_anybody_is_asked(String print) {
        String said = String.valueOf(assertThrows(
                        IllegalArgumentException.class, () -> WitnessMain.Asked.parse("pve1", "--fingerprint", print))
                .getMessage());
        assertTrue(said.contains("--fingerprint is 32 bytes") && said.endsWith("'" + print + "'"), said);
    }
}
