package io.coppice.node.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
}
