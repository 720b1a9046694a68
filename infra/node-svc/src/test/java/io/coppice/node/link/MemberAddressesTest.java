package io.coppice.node.link;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.word.NodeName;
import io.coppice.documents.member.ClusterMember;
import io.coppice.testkit.Eventually;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemberAddressesTest {
    private static final InetAddress LISTED = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress OTHER = InetAddress.ofLiteral("198.51.100.7");
    private final Roster roster = new Roster();
    private final MemberAddresses addresses = new MemberAddresses(roster);

    private static ClusterMember member(int number, String host) {
        return new ClusterMember(
                new NodeName("pve" + number),
                number,
                "pve" + number + "-0000000" + number,
                host,
                8016,
                "AB:".repeat(31) + "AB");
    }

    @Test
    void they_are_those_that_are_listed_as_addresses_or_names() {
        roster.set(List.of(member(1, "192.0.2.1"), member(2, "2001:db8::2"), member(3, "localhost")));
        assertTrue(addresses.has(LISTED));
        assertTrue(addresses.has(InetAddress.ofLiteral("2001:db8:0::2")));
        assertFalse(addresses.has(OTHER));
        Eventually.that("the name is resolved", () -> addresses.has(InetAddress.getLoopbackAddress()));
    }

    @Test
    void and_those_from_which_members_came_for_as_long_as_they_are_members() {
        roster.set(List.of(member(1, "192.0.2.1")));
        addresses.came(OTHER, "pve1-00000001");
        assertTrue(addresses.has(OTHER));
        roster.set(List.of(member(2, "192.0.2.2")));
        assertFalse(addresses.has(OTHER));
        assertFalse(addresses.has(LISTED));
    }
}
