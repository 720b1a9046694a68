package io.coppice.compute.machine;

import com.fasterxml.jackson.databind.JsonNode;
import io.coppice.compute.guest.Drive;
import io.coppice.compute.guest.Nic;
import io.coppice.compute.guest.Vm;
import io.coppice.compute.net.Taps;
import io.coppice.compute.qemu.Blockdev;
import io.coppice.compute.qemu.Launch;
import io.coppice.compute.qemu.Parts;
import io.coppice.compute.qemu.Qemu;
import io.coppice.compute.qmp.Qmp;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.storage.Opening;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Makes changes of a running guest's hardware by QMP (QEMU QMP reference: device_add, blockdev-add, netdev_add, set_link…). */
final class Plugs {
    private static final int LOOKS = 50;
    private static final Duration LOOK = Duration.ofMillis(100);
    private final Qemu qemu;
    private final Taps taps;
    private final Function<Drive, Optional<Opening>> openings;
    private final Function<Vm, Launch> launches;

    Plugs(Qemu qemu, Taps taps, Function<Drive, Optional<Opening>> openings, Function<Vm, Launch> launches) {
        this.qemu = qemu;
        this.taps = taps;
        this.openings = openings;
        this.launches = launches;
    }

    /** @param vm as it runs */
    void change(Vm vm, HotChange what) throws IOException, InterruptedException {
        switch (what) {
            case HotChange.Medium m -> medium(vm, m.drive());
            case HotChange.Cable c -> cable(vm, c.nic());
            case HotChange.NicAdd a -> addNic(vm, a.nic());
            case HotChange.NicRemove r -> removeNic(vm, r.nic());
            case HotChange.DiskAdd a -> addDisk(vm, a.drive());
            case HotChange.DiskRemove r -> removeDisk(vm, r.drive());
            case HotChange.Limits l -> limits(vm, l.drive());
            case HotChange.Shares s -> throw new IllegalArgumentException("QEMU knows nothing of its share");
            case HotChange.Balloon b -> talk(vm, q -> q.execute("balloon", Map.of("value", b.mib() << 20)));
        }
    }

    /** One conversation; what QEMU refuses is its own words to the user. */
    private <T> T talk(Vm vm, Qemu.Talk<T> talk) throws IOException {
        return qemu.talk(vm.vmid(), talk);
    }

    private void medium(Vm vm, Drive drive) throws IOException, InterruptedException {
        Optional<Opening> opening = drive.file().equals("none") ? Optional.empty() : openings.apply(drive);
        String id = drive.option();
        // a guest that is looking for a medium may close the tray in between
        patiently(vm, q -> {
            q.execute("blockdev-open-tray", Map.of("id", id, "force", true));
            q.execute("blockdev-remove-medium", Map.of("id", id));
            removeNode(q, drive);
            if (opening.isPresent()) {
                addNode(q, vm, drive, opening.get());
                q.execute("blockdev-insert-medium", Map.of("id", id, "node-name", Blockdev.node(drive)));
            }
            return q.execute("blockdev-close-tray", Map.of("id", id));
        });
    }

    private void addNode(Qmp q, Vm vm, Drive drive, Opening opening) throws IOException {
        if (!has(q, "/objects", Blockdev.throttleGroup(drive))) {
            q.execute("object-add", Blockdev.throttle(drive));
        }
        if (!hasNode(q, drive)) {
            q.execute(
                    "blockdev-add",
                    new Blockdev(drive, opening, launches.apply(vm).around().build(), false).graph());
        }
    }

    private static void removeNode(Qmp q, Drive drive) throws IOException {
        if (hasNode(q, drive)) {
            q.execute("blockdev-del", Map.of("node-name", Blockdev.node(drive)));
        }
        if (has(q, "/objects", Blockdev.throttleGroup(drive))) {
            q.execute("object-del", Map.of("id", Blockdev.throttleGroup(drive)));
        }
    }

    private static boolean hasNode(Qmp q, Drive drive) throws IOException {
        for (JsonNode node : q.execute("query-named-block-nodes", Map.of("flat", true))) {
            if (node.path("node-name").asText().equals(Blockdev.node(drive))) {
                return true;
            }
        }
        return false;
    }

    private static boolean has(Qmp q, String folder, String name) throws IOException {
        for (JsonNode one : q.execute("qom-list", Map.of("path", folder))) {
            if (one.path("name").asText().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasDevice(Qmp q, String id) throws IOException {
        return has(q, "/machine/peripheral", id);
    }

    private void cable(Vm vm, Nic nic) throws IOException, InterruptedException {
        if (nic.bridge().isPresent()) {
            taps.plug(nic, vm.vmid());
        }
        talk(vm, q -> q.execute("set_link", Map.of("name", "net" + nic.index(), "up", !nic.isLinkDown())));
    }

    private void addNic(Vm vm, Nic nic) throws IOException, InterruptedException {
        Parts.Card card = Parts.nic(launches.apply(vm), nic);
        String id = "net" + nic.index();
        if (nic.bridge().isPresent()) {
            taps.plug(nic, vm.vmid());
        }
        talk(vm, q -> {
            if (hasDevice(q, id)) {
                return q;
            }
            Map<String, Object> backend = new LinkedHashMap<>();
            card.backend().forEach((k, v) -> backend.put(k, typed(v)));
            q.execute("netdev_add", backend);
            try {
                q.execute("device_add", card.device());
            } catch (IOException e) {
                q.execute("netdev_del", Map.of("id", id));
                throw e;
            }
            if (nic.isLinkDown()) {
                q.execute("set_link", Map.of("name", id, "up", false));
            }
            return q;
        });
    }

    private static Object typed(String value) {
        return switch (value) {
            case "on" -> true;
            case "off" -> false;
            default -> value.matches("\\d{1,9}") ? (Object) Long.parseLong(value) : value;
        };
    }

    private void removeNic(Vm vm, Nic nic) throws IOException, InterruptedException {
        String id = "net" + nic.index();
        unplug(vm, id);
        talk(vm, q -> {
            try {
                return q.execute("netdev_del", Map.of("id", id));
            } catch (Qmp.CommandFailed e) {
                return q.execute("query-status"); // it went with an earlier try
            }
        });
        taps.unplug(nic, vm.vmid());
    }

    /** A guest takes its time to let a device go, or does not listen at all. */
    private void unplug(Vm vm, String id) throws IOException, InterruptedException {
        boolean there = talk(vm, q -> {
            if (hasDevice(q, id)) {
                q.execute("device_del", Map.of("id", id));
                return true;
            }
            return false;
        });
        for (int i = 0; there && i < LOOKS; i++) {
            there = talk(vm, q -> hasDevice(q, id));
            if (there && qemu.awaitEnd(vm.vmid(), LOOK)) {
                throw Refused.conflict("VM " + vm.vmid() + " has ended meanwhile");
            }
        }
        if (there) {
            throw new IOException("error unplugging device '" + id + "': the guest does not let it go");
        }
    }

    private void addDisk(Vm vm, Drive drive) throws IOException {
        Opening opening =
                openings.apply(drive).orElseThrow(() -> Refused.conflict(drive.option() + ": there is no such volume"));
        Parts.Disk parts = Parts.disk(launches.apply(vm), drive, opening);
        talk(vm, q -> {
            for (Map<String, String> object : parts.objects()) {
                if (!has(q, "/objects", String.valueOf(object.get("id")))) {
                    q.execute("object-add", object);
                }
            }
            for (Map<String, String> controller : parts.controllers()) {
                if (!hasDevice(q, String.valueOf(controller.get("id")))) {
                    q.execute("device_add", controller);
                }
            }
            addNode(q, vm, drive, opening);
            if (!hasDevice(q, drive.option())) {
                try {
                    q.execute("device_add", parts.device());
                } catch (IOException e) {
                    removeNode(q, drive);
                    throw e;
                }
            }
            return q;
        });
    }

    private void removeDisk(Vm vm, Drive drive) throws IOException, InterruptedException {
        unplug(vm, drive.option());
        // what the device had begun may still be on its way to the disk
        patiently(vm, q -> {
            removeNode(q, drive);
            return q;
        });
    }

    /** Tries again for a while when QEMU says that it cannot be done just now. */
    private void patiently(Vm vm, Qemu.Talk<?> talk) throws IOException, InterruptedException {
        for (int i = 0; ; i++) {
            try {
                talk(vm, talk);
                return;
            } catch (Qmp.CommandFailed e) {
                if (i == LOOKS || qemu.awaitEnd(vm.vmid(), LOOK)) {
                    throw e;
                }
            }
        }
    }

    /** All limits, since those that are not named stay as they were. */
    private void limits(Vm vm, Drive drive) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        for (String kind : new String[] {"bps", "iops"}) {
            for (String way : new String[] {"-total", "-read", "-write"}) {
                all.put(kind + way, 0);
                all.put(kind + way + "-max", 0);
                all.put(kind + way + "-max-length", 1);
            }
        }
        all.putAll(Blockdev.limits(drive));
        talk(
                vm,
                q -> q.execute(
                        "qom-set",
                        Map.of(
                                "path",
                                "/objects/" + Blockdev.throttleGroup(drive),
                                "property",
                                "limits",
                                "value",
                                all)));
    }
}
