package io.coppice.node.membership;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OtherNodeTest {
    @ParameterizedTest
    @CsvSource({
        "pve2,             https://pve2:8006/api2/json",
        "pve2:18006,       https://pve2:18006/api2/json",
        "10.0.0.2,         https://10.0.0.2:8006/api2/json",
        "10.0.0.2:1,       https://10.0.0.2:1/api2/json",
        "fd00::2,          https://[fd00::2]:8006/api2/json",
        "[fd00::2],        https://[fd00::2]:8006/api2/json",
        "[fd00::2]:18006,  https://[fd00::2]:18006/api2/json"
    })
    void a_node_is_asked_where_its_address_says(String address, String base) {
        assertEquals(base, OtherNode.base(address));
    }

    @ParameterizedTest
    @CsvSource({
        "no-such-host.invalid, https://no-such-host.invalid:8006/api2/json cannot be reached: this host knows no address of that name",
        "127.0.0.1:1,          https://127.0.0.1:1/api2/json cannot be reached: nothing listens there"
    })
    void it_is_said_why_a_node_cannot_be_reached(String address, String said) {
        try (OtherNode other = new OtherNode(address, "AB:".repeat(31) + "00")) {
            IOException e = assertThrows(IOException.class, () -> other.admit(Map.of(), "root@pam", "wrong"));
            assertEquals(said, e.getMessage());
        }
    }

    @Test
    void a_login_that_is_not_taken_says_what_else_is() {
        String said = OtherNode.refusal("https://pve1:8006/access/ticket", 401, new byte[0], false);
        assertTrue(said.contains("password") && said.contains("coppice cluster token"), said);
        String token = OtherNode.refusal("https://pve1:8006/x", 401, new byte[0], true);
        assertTrue(token.contains("does not take this token") && !token.contains("password"), token);
        assertEquals(
                "https://pve1:8006/x answered 500: it is full",
                OtherNode.refusal("https://pve1:8006/x", 500, "{\"message\":\"it is full\"}".getBytes(UTF_8), false));
    }
}
