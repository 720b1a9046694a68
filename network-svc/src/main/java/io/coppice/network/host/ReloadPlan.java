package io.coppice.network.host;

import io.coppice.documents.interfaces.Iface;
import io.coppice.documents.interfaces.Interfaces;
import io.coppice.documents.interfaces.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The commands that bring what runs from one file to another. Pure. First goes what is no longer wanted, routes before
 * addresses before links; then every interface is made and set, what it stands on before it. What no file names, guests'
 * taps among it, is let alone.
 */
final class ReloadPlan {
    private static final Set<Kind> MADE = Set.of(Kind.BRIDGE, Kind.BOND, Kind.VLAN, Kind.VXLAN);
    private final Interfaces from;
    private final Interfaces to;
    private final Map<String, Device> now;
    private final List<List<String>> commands = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    ReloadPlan(Interfaces from, Interfaces to, Map<String, Device> now, List<Ip.Gateway> gateways) {
        this.from = from;
        this.to = to;
        this.now = new LinkedHashMap<>(now);
        routes(gateways);
        addresses();
        links();
        LinkSetup setup = new LinkSetup(to, this.now, commands, notes);
        for (Iface i : ordered()) {
            released(i);
            setup.bringUp(i);
        }
    }

    List<List<String>> commands() {
        return List.copyOf(commands);
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    private void add(String... argv) {
        commands.add(List.of(argv));
    }

    /** Those that come up by themselves, with what they need before them. */
    private Collection<Iface> ordered() {
        Set<Iface> all = new LinkedHashSet<>();
        for (Iface i : to.all().values()) {
            if (i.auto()) {
                visit(i, all, 0);
            }
        }
        return all;
    }

    private void visit(Iface i, Set<Iface> all, int depth) {
        if (depth > 16 || all.contains(i)) {
            return;
        }
        for (String needed : i.needs()) {
            to.find(needed).filter(n -> !n.name().equals(i.name())).ifPresent(n -> visit(n, all, depth + 1));
        }
        all.add(i);
    }

    private void routes(List<Ip.Gateway> gateways) {
        for (Ip.Gateway g : gateways) {
            String key = g.six() ? "gateway6" : "gateway";
            boolean was = from.find(g.device())
                    .flatMap(i -> i.value(key))
                    .filter(g.via()::equals)
                    .isPresent();
            boolean will = to.find(g.device())
                    .flatMap(i -> i.value(key))
                    .filter(g.via()::equals)
                    .isPresent();
            if (was && !will) {
                add("ip", g.six() ? "-6" : "-4", "route", "delete", "default", "via", g.via(), "dev", g.device());
            }
        }
    }

    private void addresses() {
        for (Iface was : from.all().values()) {
            Set<String> stay = new LinkedHashSet<>(
                    to.find(was.name()).map(LinkSetup::addresses).orElse(List.of()));
            Device device = now.get(LinkSetup.device(was));
            for (String address : LinkSetup.addresses(was)) {
                if (device != null && device.addresses().contains(address) && !stay.contains(address)) {
                    add("ip", "address", "delete", address, "dev", device.name());
                }
            }
        }
    }

    /** What was made for the file and is not in it any more, or is another kind of thing now. */
    private void links() {
        List<Iface> gone = new ArrayList<>(from.all().values());
        for (Iface was : gone.reversed()) {
            Device device = now.get(was.name());
            Optional<Iface> will = to.find(was.name()).filter(w -> w.kind() == was.kind() && sameLink(was, w));
            if (device != null && MADE.contains(was.kind()) && device.kind().isPresent() && will.isEmpty()) {
                remove(was.name());
            }
        }
        for (Iface will : to.all().values()) {
            Device device = now.get(will.name());
            // also the one that the kernel makes when it learns of bonds
            if (will.kind() == Kind.BOND && will.auto() && device != null && !hasMode(device, LinkSetup.mode(will))) {
                remove(will.name());
            }
        }
    }

    private static boolean hasMode(Device bond, String mode) {
        return bond.mode().filter(mode::equals).isPresent();
    }

    private void remove(String name) {
        add("ip", "link", "delete", "dev", name);
        now.remove(name);
        now.replaceAll((n, d) -> d.master().filter(name::equals).isPresent() ? d.free() : d);
        now.values().removeIf(d -> d.lower().filter(name::equals).isPresent());
    }

    /** A VLAN or VXLAN cannot become another one. */
    private static boolean sameLink(Iface a, Iface b) {
        for (String key : List.of("vlan-id", "vlan-raw-device", "vlan-protocol", "vxlan-id", "vxlan-physdev")) {
            if (!a.value(key).equals(b.value(key))) {
                return false;
            }
        }
        return true;
    }

    /** Ports that the file took away; those that it never named, as guests' taps, stay. */
    private void released(Iface i) {
        for (String key : List.of("bridge_ports", "slaves")) {
            List<String> stay = i.names(key);
            for (String port : from.find(i.name()).map(f -> f.names(key)).orElse(List.of())) {
                Device device = now.get(port);
                if (!stay.contains(port)
                        && device != null
                        && device.master().filter(i.name()::equals).isPresent()) {
                    add("ip", "link", "set", "dev", port, "nomaster");
                    now.put(port, device.free());
                }
            }
        }
    }
}
