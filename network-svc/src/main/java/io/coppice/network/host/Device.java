package io.coppice.network.host;

import java.util.List;
import java.util.Optional;

/**
 * A link as it is.
 *
 * @param alternatives other names that it answers to
 * @param type {@code ether}, {@code loopback}…
 * @param kind {@code bridge}, {@code bond}, {@code vlan}, {@code tun}…; empty: a device of the machine
 * @param master the bridge or bond that it is a port of
 * @param lower the device below a VLAN
 * @param filters whether a bridge tells VLANs apart
 * @param mode of a bond
 * @param addresses with their prefix, those of the link alone (fe80::) left out
 */
public record Device(
        String name,
        List<String> alternatives,
        String type,
        Optional<String> kind,
        Optional<String> master,
        Optional<String> lower,
        int mtu,
        boolean up,
        boolean filters,
        Optional<String> mode,
        List<String> addresses) {
    public Device {
        alternatives = List.copyOf(alternatives);
        addresses = List.copyOf(addresses);
    }

    /** No one's port any more. */
    Device free() {
        return new Device(name, alternatives, type, kind, Optional.empty(), lower, mtu, up, filters, mode, addresses);
    }
}
