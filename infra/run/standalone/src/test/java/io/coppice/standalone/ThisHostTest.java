package io.coppice.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ThisHostTest {
    private static Stream<InetAddress> addresses(String... literals) {
        return Stream.of(literals).map(text -> {
            try {
                return InetAddress.getByName(text);
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(e);
            }
        });
    }

    @Test
    void the_first_address_of_ipv4_stands_for_the_node_where_there_is_one() {
        assertEquals("192.0.2.2", ThisHost.address(addresses("fe80::1", "fd00::2", "192.0.2.2", "192.0.2.3")));
        assertEquals("fd00:0:0:0:0:0:0:2", ThisHost.address(addresses("fe80::1", "fd00::2", "fd00::3")));
    }

    @Test
    void a_machine_without_a_network_is_its_own_loopback() {
        assertEquals("127.0.0.1", ThisHost.address(addresses("fe80::1", "169.254.7.7")));
    }
}
