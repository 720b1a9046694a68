package io.coppice.network.apply;

import io.coppice.documents.interfaces.Iface;
import io.coppice.documents.interfaces.Interfaces;
import io.coppice.network.host.Device;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Interfaces that a connection to this node goes through: giving one of them to a bridge may end it. Pure. */
public final class Carriers {
    private Carriers() {}

    /**
     * The links that packets leave by, and all below them: a bridge's and a bond's ports, a VLAN's device.
     *
     * @param ways links of the default routes, and of the route to the client
     */
    public static Set<String> of(Collection<String> ways, Map<String, Device> devices) {
        Set<String> all = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(ways);
        while (!open.isEmpty()) {
            String name = open.pop();
            Device device = devices.get(name);
            if (device != null && all.add(name)) {
                device.lower().ifPresent(open::push);
                devices.values().stream()
                        .filter(d -> d.master().filter(name::equals).isPresent())
                        .filter(d -> d.kind().filter("tun"::equals).isEmpty())
                        .forEach(d -> open.push(d.name()));
            }
        }
        return all;
    }

    /** The one that a bridge or bond takes in {@code to} and did not have in {@code from}, if there is any. */
    public static Optional<Taken> taken(Interfaces from, Interfaces to, Set<String> carriers) {
        for (Iface i : to.all().values()) {
            for (String key : List.of("bridge_ports", "slaves", "ovs_ports", "ovs_bonds")) {
                List<String> had = from.find(i.name()).map(f -> f.names(key)).orElse(List.of());
                Optional<String> fresh = i.names(key).stream()
                        .filter(carriers::contains)
                        .filter(n -> !had.contains(n))
                        .findFirst();
                if (fresh.isPresent()) {
                    return Optional.of(new Taken(fresh.get(), i.name()));
                }
            }
        }
        return Optional.empty();
    }

    /** An interface, and the bridge or bond that takes it. */
    public record Taken(String iface, String by) {}
}
