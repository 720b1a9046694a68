package io.coppice.compute.net;

import io.coppice.compute.guest.Nic;
import io.coppice.contract.failure.Refused;
import java.io.IOException;
import java.util.Optional;

/**
 * Which VLANs a tap is in. A bridge that filters them is told by bridge(8); any other gets a bridge beside it for each
 * VLAN, {@code vmbr0v5}, with {@code eth0.5} on the port by which it leads out.
 */
final class Vlans {
    private static final int LONGEST_NAME = 15;
    private static final String ALL = "2-4094";
    private final Links links;

    Vlans(Links links) {
        this.links = links;
    }

    /** @throws Refused before anything is made */
    static void require(Nic nic, String bridge, Links links) throws IOException {
        if (nic.text("trunks").isPresent() && !filters(bridge, links)) {
            throw Refused.conflict("net" + nic.index() + ": bridge '" + bridge
                    + "' does not tell VLANs apart; make it VLAN aware, or take 'trunks' out");
        }
        if (nic.text("tag").isPresent() && !filters(bridge, links)) {
            if (links.uplinks(bridge).isEmpty()) {
                throw Refused.conflict("net" + nic.index() + ": bridge '" + bridge
                        + "' has no port that leads out of this node; make it VLAN aware, or take 'tag' out");
            }
            name(nic, bridge, nic.text("tag").get());
        }
    }

    private static boolean filters(String bridge, Links links) throws IOException {
        return links.read(bridge, "bridge/vlan_filtering").filter("1"::equals).isPresent();
    }

    /** The bridge that it is to be a port of; made where it is not there. */
    String bridge(Nic nic, String bridge) throws IOException, InterruptedException {
        Optional<String> tag = nic.text("tag");
        return tag.isEmpty() || filters(bridge, links) ? bridge : ofVlan(nic, bridge, tag.get());
    }

    /** The guest's own VLAN comes without a tag; those of a trunk come with theirs; without either all come (bridge(8)). */
    void filter(Nic nic, String tap, String bridge) throws IOException, InterruptedException {
        if (!filters(bridge, links)) {
            return;
        }
        Optional<String> tag = nic.text("tag");
        links.run("bridge", "vlan", "del", "dev", tap, "vid", "1-4094");
        links.run("bridge", "vlan", "add", "dev", tap, "vid", tag.orElse("1"), "pvid", "untagged");
        String trunks = nic.text("trunks").orElse(tag.isPresent() ? "" : ALL);
        for (String trunk : trunks.split(";")) {
            if (!trunk.isEmpty()) {
                links.run("bridge", "vlan", "add", "dev", tap, "vid", trunk);
            }
        }
    }

    private static String name(Nic nic, String bridge, String tag) {
        String name = bridge + "v" + tag;
        if (name.length() > LONGEST_NAME) {
            throw Refused.conflict("net" + nic.index() + ": '" + name
                    + "' would be too long for an interface; make bridge '" + bridge + "' VLAN aware");
        }
        return name;
    }

    /** Left where it is when the last guest has gone, as others may be about to come. */
    private String ofVlan(Nic nic, String bridge, String tag) throws IOException, InterruptedException {
        String name = name(nic, bridge, tag);
        if (!links.exists(name)) {
            links.ip("link", "add", "name", name, "type", "bridge");
        }
        for (String port : links.uplinks(bridge)) {
            String vlan = port + "." + tag;
            if (vlan.length() > LONGEST_NAME) {
                throw Refused.conflict("net" + nic.index() + ": '" + vlan
                        + "' would be too long for an interface; make bridge '" + bridge + "' VLAN aware");
            }
            if (!links.exists(vlan)) {
                links.ip("link", "add", "link", port, "name", vlan, "type", "vlan", "id", tag);
            }
            links.ip("link", "set", "dev", vlan, "master", name);
            links.ip("link", "set", "dev", vlan, "up");
        }
        links.ip("link", "set", "dev", name, "up");
        return name;
    }
}
