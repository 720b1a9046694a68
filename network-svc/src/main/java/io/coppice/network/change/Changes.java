package io.coppice.network.change;

import io.coppice.contract.endpoint.Settings;
import io.coppice.contract.failure.Refused;
import io.coppice.documents.interfaces.Iface;
import io.coppice.documents.interfaces.Interfaces;
import io.coppice.documents.interfaces.Kind;
import io.coppice.documents.interfaces.Links;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The file as it will be. */
public final class Changes {
    /** The kernel's IFNAMSIZ, without the zero at the end. */
    private static final int LONGEST_NAME = 15;

    private Changes() {}

    /** @throws Refused naming the parameter that does not fit */
    public static Interfaces create(Interfaces file, Links links, String name, Settings wanted) {
        if (file.find(name).isPresent()) {
            throw Refused.badParameter("iface", "interface already exists");
        }
        if (name.length() > LONGEST_NAME) {
            throw Refused.badParameter("iface", "an interface's name has " + LONGEST_NAME + " characters at most");
        }
        Kind kind = Kind.of(wanted.text("type").orElse("")).orElse(Kind.UNKNOWN);
        Iface made = Definition.changed(Iface.plain(name, kind), wanted, List.of(), true);
        Interfaces next = joined(file.with(made), made);
        Checks.require(next, made, links);
        return next;
    }

    /** @throws Refused naming the parameter that does not fit */
    public static Interfaces update(Interfaces file, Links links, String name, Settings wanted, List<String> deleted) {
        Iface was = require(file, name);
        Iface made = Definition.changed(was, wanted, deleted, false);
        Interfaces next = left(file, was, made);
        next = joined(next.with(made), made);
        Checks.require(next, made, links);
        return next;
    }

    /** A card loses its settings and stays; what others are built on cannot go. */
    public static Interfaces delete(Interfaces file, String name) {
        Iface was = require(file, name);
        if (was.kind() == Kind.LOOPBACK) {
            throw Refused.badParameter("iface", "the loopback interface cannot be removed");
        }
        boolean card = was.kind() == Kind.ETH || was.kind() == Kind.OVS_PORT;
        for (Iface other : file.all().values()) {
            boolean own = was.kind() == Kind.OVS_BRIDGE
                    && other.value("ovs_bridge").filter(name::equals).isPresent();
            boolean port = other.kind() == Kind.OVS_BRIDGE && was.kind().isOvs();
            if (!card && !own && !port && other.needs().contains(name)) {
                throw Refused.badParameter(
                        "iface", "interface '" + name + "' is used by '" + other.name() + "'; change that one first");
            }
        }
        Interfaces next = left(file, was, Iface.plain(name, Kind.UNKNOWN)).without(name);
        return card ? next.with(Iface.plain(name, Kind.ETH)) : next;
    }

    private static Iface require(Interfaces file, String name) {
        return file.find(name).orElseThrow(() -> Refused.badParameter("iface", "interface does not exist"));
    }

    /** A port of an OVS bridge stands in the bridge's list too. */
    private static Interfaces joined(Interfaces file, Iface port) {
        Optional<Iface> bridge = port.kind().isOvs() && port.kind() != Kind.OVS_BRIDGE
                ? port.value("ovs_bridge").flatMap(file::find)
                : Optional.empty();
        if (bridge.isEmpty() || bridge.get().names("ovs_ports").contains(port.name())) {
            return file;
        }
        List<String> ports = new ArrayList<>(bridge.get().names("ovs_ports"));
        ports.add(port.name());
        return file.with(bridge.get().with("ovs_ports", Optional.of(String.join(" ", ports))));
    }

    /** A port that moved, or went, stands in its old bridge's list no more. */
    private static Interfaces left(Interfaces file, Iface was, Iface will) {
        Optional<String> before = was.value("ovs_bridge");
        Optional<Iface> bridge =
                before.equals(will.value("ovs_bridge")) ? Optional.empty() : before.flatMap(file::find);
        if (bridge.isEmpty()) {
            return file;
        }
        List<String> ports = new ArrayList<>(bridge.get().names("ovs_ports"));
        ports.remove(was.name());
        Optional<String> list = ports.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", ports));
        return file.with(bridge.get().with("ovs_ports", list));
    }
}
