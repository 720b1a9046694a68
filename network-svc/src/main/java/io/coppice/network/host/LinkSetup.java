package io.coppice.network.host;

import io.coppice.documents.interfaces.Iface;
import io.coppice.documents.interfaces.Interfaces;
import io.coppice.documents.interfaces.Kind;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The commands that make one interface what the file says (ip-link(8), bridge(8), ip-address(8)). */
final class LinkSetup {
    private final Interfaces file;
    private final Map<String, Device> now;
    private final List<List<String>> commands;
    private final List<String> notes;

    LinkSetup(Interfaces file, Map<String, Device> now, List<List<String>> commands, List<String> notes) {
        this.file = file;
        this.now = now;
        this.commands = commands;
        this.notes = notes;
    }

    private void add(List<String> argv) {
        commands.add(List.copyOf(argv));
    }

    private void add(String... argv) {
        commands.add(List.of(argv));
    }

    void bringUp(Iface i) {
        boolean there = now.containsKey(device(i));
        switch (i.kind()) {
            case BRIDGE -> bridge(i, there);
            case BOND -> bond(i, there);
            case VLAN -> vlan(i, there);
            case VXLAN -> vxlan(i, there);
            default -> {
                if (!there) {
                    notes.add("interface '" + i.name() + "' is not there, and is nothing that can be made");
                    return;
                }
            }
        }
        settings(i);
    }

    private void bridge(Iface i, boolean there) {
        if (!there) {
            add("ip", "link", "add", "name", i.name(), "type", "bridge");
        }
        boolean aware = i.value("bridge_vlan_aware").isPresent();
        boolean stp = i.value("bridge_stp").filter(s -> s.matches("on|yes|1")).isPresent();
        String delay = i.value("bridge_fd").filter(f -> f.matches("\\d{1,2}")).orElse("0");
        List<String> argv = new ArrayList<>(List.of("ip", "link", "set", "dev", i.name(), "type", "bridge"));
        boolean filters =
                Optional.ofNullable(now.get(i.name())).filter(Device::filters).isPresent();
        if (aware != filters) { // a kernel without VLANs does not even know the word
            argv.addAll(List.of("vlan_filtering", aware ? "1" : "0"));
        }
        argv.addAll(List.of("forward_delay", Integer.toString(Integer.parseInt(delay) * 100)));
        argv.addAll(List.of("stp_state", stp ? "1" : "0"));
        add(argv);
        for (String port : i.names("bridge_ports")) {
            if (exists(port)) {
                enslave(port, i.name());
                add("ip", "link", "set", "dev", port, "up");
                if (aware) {
                    vids(i, port);
                }
            } else {
                notes.add("port '" + port + "' of '" + i.name() + "' is not there");
            }
        }
    }

    private void vids(Iface i, String port) {
        for (String range : i.value("bridge_vids").orElse("2-4094").split("[\\s,;]+")) {
            add("bridge", "vlan", "add", "dev", port, "vid", range);
        }
        file.find(port)
                .flatMap(p -> p.value("bridge-access"))
                .ifPresent(vid -> add("bridge", "vlan", "add", "dev", port, "vid", vid, "pvid", "untagged"));
    }

    private boolean exists(String name) {
        return now.containsKey(name)
                || file.find(name).filter(n -> n.kind() != Kind.ETH).isPresent();
    }

    private void enslave(String port, String master) {
        Device device = now.get(port);
        if (device == null || device.master().filter(master::equals).isEmpty()) {
            add("ip", "link", "set", "dev", port, "master", master);
        }
    }

    private void bond(Iface i, boolean there) {
        if (!there) {
            add("ip", "link", "add", "name", i.name(), "type", "bond", "mode", mode(i));
        }
        List<String> argv = new ArrayList<>(List.of("ip", "link", "set", "dev", i.name(), "type", "bond"));
        argv.addAll(List.of("miimon", i.value("bond_miimon").orElse("100")));
        i.value("bond_xmit_hash_policy").ifPresent(p -> argv.addAll(List.of("xmit_hash_policy", p)));
        add(argv);
        for (String slave : i.names("slaves")) {
            Device device = now.get(slave);
            if (device == null) {
                notes.add("slave '" + slave + "' of '" + i.name() + "' is not there");
            } else if (device.master().filter(i.name()::equals).isEmpty()) {
                // the kernel takes no slave that is up
                add("ip", "link", "set", "dev", slave, "down");
                add("ip", "link", "set", "dev", slave, "master", i.name());
                add("ip", "link", "set", "dev", slave, "up");
            }
        }
        i.value("bond-primary")
                .filter(p ->
                        i.value("bond_mode").filter("active-backup"::equals).isPresent())
                .ifPresent(p -> add("ip", "link", "set", "dev", i.name(), "type", "bond", "primary", p));
    }

    static String mode(Iface bond) {
        return bond.value("bond_mode").orElse("balance-rr");
    }

    private void vlan(Iface i, boolean there) {
        if (!there) {
            List<String> argv = new ArrayList<>(
                    List.of("ip", "link", "add", "link", i.below().orElse(""), "name", i.name(), "type", "vlan"));
            i.value("vlan-protocol").ifPresent(p -> argv.addAll(List.of("protocol", p)));
            argv.addAll(List.of("id", i.value("vlan-id").orElse("")));
            add(argv);
        }
        // the bridge itself has to let its own VLAN pass
        i.below()
                .flatMap(file::find)
                .filter(b -> b.value("bridge_vlan_aware").isPresent())
                .ifPresent(b -> add(
                        "bridge",
                        "vlan",
                        "add",
                        "dev",
                        b.name(),
                        "vid",
                        i.value("vlan-id").orElse(""),
                        "self"));
    }

    private void vxlan(Iface i, boolean there) {
        if (there) {
            return;
        }
        List<String> argv = new ArrayList<>(List.of(
                "ip",
                "link",
                "add",
                "name",
                i.name(),
                "type",
                "vxlan",
                "id",
                i.value("vxlan-id").orElse(""),
                "dstport",
                "4789"));
        i.value("vxlan-local-tunnelip").ifPresent(a -> argv.addAll(List.of("local", a)));
        i.value("vxlan-svcnodeip").ifPresent(a -> argv.addAll(List.of("group", a)));
        i.value("vxlan-physdev").ifPresent(d -> argv.addAll(List.of("dev", d)));
        add(argv);
        i.options().stream()
                .filter(o -> o.matches("vxlan[-_]remoteip \\S+"))
                .map(o -> o.split(" ")[1])
                .forEach(peer -> add("bridge", "fdb", "append", "00:00:00:00:00:00", "dev", i.name(), "dst", peer));
    }

    /** What interfaces of every kind have. */
    private void settings(Iface i) {
        String device = device(i);
        Optional<Device> is = Optional.ofNullable(now.get(device));
        i.value("mtu")
                .filter(m -> is.map(d -> d.mtu() != Integer.parseInt(m)).orElse(true))
                .ifPresent(m -> add("ip", "link", "set", "dev", device, "mtu", m));
        for (String address : addresses(i)) {
            if (is.map(d -> !d.addresses().contains(address)).orElse(true)) {
                List<String> argv = new ArrayList<>(List.of("ip", "address", "replace", address, "dev", device));
                if (i.kind() == Kind.ALIAS) {
                    argv.addAll(List.of("label", i.name()));
                }
                add(argv);
            }
        }
        add("ip", "link", "set", "dev", device, "up");
        i.value("gateway").ifPresent(g -> add("ip", "-4", "route", "replace", "default", "via", g, "dev", device));
        i.value("gateway6").ifPresent(g -> add("ip", "-6", "route", "replace", "default", "via", g, "dev", device));
        List<String> kept = new ArrayList<>(i.options());
        kept.addAll(i.options6());
        kept.stream()
                .filter(o -> !o.startsWith("address ") && !o.matches("vxlan[-_]remoteip .*"))
                .forEach(o -> notes.add("'" + o + "' of '" + i.name() + "' is ifupdown2's alone; it is passed over"));
    }

    /** The link that bears an interface's addresses: of an alias the one below. */
    static String device(Iface i) {
        return i.kind() == Kind.ALIAS ? i.below().orElse(i.name()) : i.name();
    }

    /** All fixed addresses, with their prefix. */
    static List<String> addresses(Iface i) {
        List<String> all = new ArrayList<>();
        i.value("cidr").ifPresent(all::add);
        i.value("cidr6").ifPresent(all::add);
        for (List<String> options : List.of(i.options(), i.options6())) {
            options.stream()
                    .filter(o -> o.matches("address \\S+/\\d+"))
                    .map(o -> o.split(" ")[1])
                    .forEach(all::add);
        }
        return all.stream()
                .filter(a -> !a.startsWith("0.0.0.0/"))
                .map(LinkSetup::canonical)
                .toList();
    }

    /** As the kernel prints it; what is no address stays, and fails by itself. */
    private static String canonical(String cidr) {
        int slash = cidr.indexOf('/');
        try {
            byte[] address = InetAddress.ofLiteral(cidr.substring(0, slash)).getAddress();
            return address.length == 4 ? cidr : Ipv6Text.of(address) + cidr.substring(slash);
        } catch (IllegalArgumentException e) {
            return cidr;
        }
    }
}
