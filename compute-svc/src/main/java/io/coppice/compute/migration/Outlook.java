package io.coppice.compute.migration;

import io.coppice.compute.guest.Guest;
import io.coppice.contract.api.storage.MovingInternalApi;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.guest.GuestKind;
import io.coppice.contract.word.NodeName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** What stands in the way of a move, as the page and other clients ask before they move. */
final class Outlook {
    private final Guest guest;
    private final boolean running;
    private final Carriage carriage;
    private final Belongings belongings;

    /**
     * A volume and where it lies.
     *
     * @param placed empty where that cannot be told, since its storage is not there or it is gone
     */
    private record Seen(Belongings.Item item, Optional<MovingInternalApi.Placed> placed) {
        boolean local() {
            return placed.filter(MovingInternalApi.Placed::shared).isEmpty();
        }

        boolean isOn(NodeName node) {
            return placed.map(p -> p.nodes().isEmpty() || p.nodes().contains(node.text()))
                    .orElse(false);
        }
    }

    Outlook(Guest guest, boolean running, Carriage carriage) {
        this.guest = guest;
        this.running = running;
        this.carriage = carriage;
        this.belongings = Belongings.of(guest);
    }

    /** @param others the nodes that it might go to */
    Map<String, Object> shown(List<NodeName> others) {
        List<Seen> seen = belongings.volumes().stream().map(this::seen).toList();
        boolean vm = guest.kind() == GuestKind.QEMU;
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("running", running);
        List<String> allowed = new ArrayList<>();
        Map<String, Object> not = new TreeMap<>();
        for (NodeName node : others) {
            List<String> missing = missing(seen, node);
            if (missing.isEmpty()) {
                allowed.add(node.text());
            } else {
                not.put(node.text(), Map.of("unavailable_storages", missing));
            }
        }
        if (!running) {
            all.put(vm ? "allowed_nodes" : "allowed-nodes", allowed);
            all.put(vm ? "not_allowed_nodes" : "not-allowed-nodes", not);
        }
        if (vm) {
            all.put(
                    "local_disks",
                    seen.stream().filter(Seen::local).map(Outlook::disk).toList());
            all.put("local_resources", belongings.devices());
            all.put("mapped-resources", List.of());
            all.put("mapped-resource-info", Map.of());
            all.put("has-dbus-vmstate", false);
        }
        return all;
    }

    private Seen seen(Belongings.Item item) {
        try {
            return new Seen(item, Optional.of(carriage.placed(item.volume())));
        } catch (Refused e) {
            return new Seen(item, Optional.empty());
        }
    }

    private static List<String> missing(List<Seen> seen, NodeName node) {
        TreeSet<String> missing = new TreeSet<>();
        seen.stream()
                .filter(s -> !s.isOn(node))
                .forEach(s -> missing.add(s.item().volume().storage().text()));
        return List.copyOf(missing);
    }

    private static Map<String, Object> disk(Seen seen) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("volid", seen.item().volume());
        seen.placed().ifPresent(p -> all.put("size", p.bytes()));
        all.put("cdrom", seen.item().cdrom());
        all.put("is_unused", seen.item().unused());
        return all;
    }
}
