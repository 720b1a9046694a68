package io.coppice.compute.config;

import io.coppice.compute.guest.Guest;
import io.coppice.compute.guest.PendingChanges;
import io.coppice.compute.guest.Unused;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.guest.GuestOption;
import io.coppice.documents.guest.GuestConfig;
import io.coppice.documents.guest.GuestSection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Decides a change of a configuration: what holds now, what waits for a start. Pure. A disk that is replaced or taken away
 * becomes {@code unusedN}, never lost by this.
 */
final class ConfigPlan {
    private final Guest guest;
    private final boolean running;
    private GuestSection now;
    private final Map<String, String> pending;
    private final Set<String> deleted;

    private ConfigPlan(Guest guest, boolean running) {
        this.guest = guest;
        this.running = running;
        this.now = guest.config().current();
        this.pending = new LinkedHashMap<>(guest.config().pending().options());
        this.deleted = PendingChanges.deleted(guest.config().pending());
        this.pending.remove("delete");
    }

    /** @param set prepared values: disks made, addresses filled in */
    record Request(Map<String, String> set, Optional<String> description, List<String> delete, List<String> revert) {}

    static GuestConfig of(Guest guest, boolean running, Request request) {
        ConfigPlan plan = new ConfigPlan(guest, running);
        request.revert().forEach(plan::revert);
        request.delete().forEach(plan::delete);
        request.set().forEach(plan::set);
        if (request.description().isPresent()) {
            plan.now = plan.now.described(request.description().filter(d -> !d.isEmpty()));
        }
        return plan.result(new TreeSet<>(request.delete()));
    }

    private void revert(String name) {
        requireOption("revert", name);
        pending.remove(name);
        deleted.remove(name);
    }

    private void delete(String name) {
        if (name.equals("description")) {
            now = now.described(Optional.empty());
            return;
        }
        boolean there = now.option(name).isPresent() || pending.containsKey(name);
        requireOption("delete", name);
        if (!there) {
            return;
        }
        pending.remove(name);
        if (waits(name)) {
            deleted.add(name);
        } else {
            now = now.without(name);
        }
    }

    private void requireOption(String parameter, String name) {
        if (guest.kind().option(name).isEmpty()) {
            throw Refused.badParameter(parameter, "there is no option '" + name + "'");
        }
    }

    private void set(String name, String text) {
        deleted.remove(name);
        if (waits(name) && !now.option(name).equals(Optional.of(text))) {
            pending.put(name, text);
        } else {
            pending.remove(name);
            now = now.with(name, text);
        }
    }

    private boolean waits(String name) {
        return running
                && guest.kind()
                        .option(name)
                        .map(o -> o.effect() == GuestOption.Effect.ON_RESTART)
                        .orElse(false);
    }

    private GuestConfig result(Set<String> taken) {
        Map<String, String> waiting = new LinkedHashMap<>(pending);
        if (!deleted.isEmpty()) {
            waiting.put("delete", String.join(",", new TreeSet<>(deleted)));
        }
        GuestConfig after = guest.config()
                .current(now)
                .pending(waiting.isEmpty() ? GuestSection.EMPTY : new GuestSection(waiting, Optional.empty()));
        return Unused.settle(guest.vmid(), guest.config(), after, taken);
    }
}
