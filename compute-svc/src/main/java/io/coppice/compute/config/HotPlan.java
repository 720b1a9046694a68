package io.coppice.compute.config;

import io.coppice.compute.guest.Drive;
import io.coppice.compute.guest.Guest;
import io.coppice.compute.guest.Nic;
import io.coppice.compute.guest.PendingChanges;
import io.coppice.compute.guest.Vm;
import io.coppice.compute.machine.HotChange;
import io.coppice.documents.guest.GuestConfig;
import io.coppice.documents.guest.GuestSection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Decides which of a running guest's pending changes can be made while it runs, and how. Pure. The option {@code hotplug}
 * allows network cards and disks to come and go; media, cables, limits and the balloon need no leave.
 */
public final class HotPlan {
    private static final String DEFAULT = "network,disk,usb";

    /** Keys of a disk that are a matter of its speed. */
    private static final String LIMITS = "(mbps|iops|bps)(_rd|_wr)?(_max)?(_max_length|_length)?";

    /** Keys of a disk that nothing of the guest follows from. */
    private static final Set<String> PAPER = Set.of("backup", "replicate", "shared", "size");

    private static final Set<String> CABLE = Set.of("link_down", "bridge", "firewall", "tag", "trunks", "rate");
    private static final Set<String> SHARES = Set.of("cpulimit", "cpuunits", "affinity");
    private final Vm vm;
    private final Set<String> allowed;

    /** All shares are written together, so each step knows those before it. */
    private Vm shared;

    private HotPlan(Vm vm) {
        this.vm = vm;
        this.shared = vm;
        String features = vm.option("hotplug", DEFAULT);
        this.allowed =
                features.equals("0") ? Set.of() : Set.of((features.equals("1") ? DEFAULT : features).split("[,;\\s]+"));
    }

    /** One option's change; the parts come one after the other, and the option holds when all are made. */
    public record Step(String option, List<HotChange> parts) {
        public Step {
            parts = List.copyOf(parts);
        }
    }

    /** @param names of the options that are looked at; others wait on */
    static List<Step> of(Vm vm, Collection<String> names) {
        HotPlan plan = new HotPlan(vm);
        GuestSection pending = vm.config().pending();
        Set<String> deleted = PendingChanges.deleted(pending);
        List<Step> steps = new ArrayList<>();
        for (String name : new TreeSet<>(names)) {
            Optional<String> next = pending.option(name);
            if (next.isPresent() || deleted.contains(name)) {
                plan.parts(name, vm.option(name), next).ifPresent(parts -> steps.add(new Step(name, parts)));
            }
        }
        return steps;
    }

    /** The configuration when an option's change has been made. */
    static GuestConfig made(Guest guest, String option) {
        GuestSection pending = guest.config().pending();
        GuestSection now = pending.option(option)
                .map(v -> guest.now().with(option, v))
                .orElseGet(() -> guest.now().without(option));
        Map<String, String> rest = new LinkedHashMap<>(pending.options());
        rest.remove(option);
        Set<String> deleted = PendingChanges.deleted(pending);
        deleted.remove(option);
        rest.remove("delete");
        if (!deleted.isEmpty()) {
            rest.put("delete", String.join(",", deleted));
        }
        GuestConfig after = guest.config().current(now).pending(new GuestSection(rest, pending.description()));
        return io.coppice.compute.guest.Unused.settle(guest.vmid(), guest.config(), after);
    }

    /** Empty: it waits. */
    private Optional<List<HotChange>> parts(String name, Optional<String> before, Optional<String> after) {
        if (name.equals("balloon")) {
            return balloon(before, after);
        }
        if (SHARES.contains(name)) {
            shared = new Vm(vm.vmid(), made(shared, name));
            return Optional.of(List.of(new HotChange.Shares(shared)));
        }
        if (name.matches("net\\d+")) {
            return nic(before.flatMap(t -> Nic.of(name, t)), after.flatMap(t -> Nic.of(name, t)));
        }
        Optional<Drive> was = before.flatMap(t -> Drive.of(name, t));
        Optional<Drive> will = after.flatMap(t -> Drive.of(name, t));
        if (was.isPresent() && was.get().isCdrom()
                || will.isPresent() && will.get().isCdrom()) {
            boolean stays = was.isPresent()
                    && will.isPresent()
                    && was.get().isCdrom()
                    && will.get().isCdrom();
            return stays ? Optional.of(List.of(new HotChange.Medium(will.get()))) : Optional.empty();
        }
        return name.matches("(scsi|virtio|ide|sata)\\d+") ? disk(name, was, will) : Optional.empty();
    }

    /** A balloon that is not there cannot be blown up, and one that is cannot be taken away. */
    private Optional<List<HotChange>> balloon(Optional<String> before, Optional<String> after) {
        if (before.filter("0"::equals).isPresent() || after.filter("0"::equals).isPresent()) {
            return Optional.empty();
        }
        long mib = after.map(Long::parseLong).orElse(vm.memoryMib());
        return Optional.of(List.of(new HotChange.Balloon(mib)));
    }

    private Optional<List<HotChange>> nic(Optional<Nic> was, Optional<Nic> will) {
        if (was.isPresent()
                && will.isPresent()
                && sameBut(was.get().keys(), will.get().keys(), CABLE)
                && was.get().bridge().isPresent() == will.get().bridge().isPresent()) {
            return Optional.of(List.of(new HotChange.Cable(will.get())));
        }
        if (!allowed.contains("network")) {
            return Optional.empty();
        }
        List<HotChange> parts = new ArrayList<>();
        was.ifPresent(n -> parts.add(new HotChange.NicRemove(n)));
        will.ifPresent(n -> parts.add(new HotChange.NicAdd(n)));
        return Optional.of(parts);
    }

    private Optional<List<HotChange>> disk(String name, Optional<Drive> was, Optional<Drive> will) {
        if (was.isPresent()
                && will.isPresent()
                && was.get().file().equals(will.get().file())) {
            Set<String> loose = new TreeSet<>(PAPER);
            will.get().keys().keySet().stream().filter(k -> k.matches(LIMITS)).forEach(loose::add);
            was.get().keys().keySet().stream().filter(k -> k.matches(LIMITS)).forEach(loose::add);
            return sameBut(was.get().keys(), will.get().keys(), loose)
                    ? Optional.of(List.of(new HotChange.Limits(will.get())))
                    : Optional.empty();
        }
        if (!allowed.contains("disk") || !name.matches("(scsi|virtio)\\d+")) {
            return Optional.empty();
        }
        List<HotChange> parts = new ArrayList<>();
        was.ifPresent(d -> parts.add(new HotChange.DiskRemove(d)));
        will.ifPresent(d -> parts.add(new HotChange.DiskAdd(d)));
        return Optional.of(parts);
    }

    private static boolean sameBut(Map<String, Object> a, Map<String, Object> b, Set<String> loose) {
        Map<String, Object> one = new LinkedHashMap<>(a);
        Map<String, Object> other = new LinkedHashMap<>(b);
        one.keySet().removeAll(loose);
        other.keySet().removeAll(loose);
        return one.equals(other);
    }
}
