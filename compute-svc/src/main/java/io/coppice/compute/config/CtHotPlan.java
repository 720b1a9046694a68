package io.coppice.compute.config;

import io.coppice.compute.guest.Guest;
import io.coppice.compute.guest.GuestFiles;
import io.coppice.compute.guest.PendingChanges;
import io.coppice.compute.machine.HotChange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The same of containers: their limits can be changed while they run. Pure. */
public final class CtHotPlan {
    private static final Set<String> LIMITS = Set.of("cores", "cpulimit", "cpuunits", "memory", "swap");

    private CtHotPlan() {}

    public static List<HotPlan.Step> of(GuestFiles<?> guests, Guest guest, Collection<String> names) {
        Set<String> deleted = PendingChanges.deleted(guest.config().pending());
        List<HotPlan.Step> steps = new ArrayList<>();
        Guest then = guest;
        for (String name : new TreeSet<>(names)) {
            boolean waits = guest.config().pending().option(name).isPresent() || deleted.contains(name);
            if (waits && LIMITS.contains(name)) {
                // all limits are written together, so each step knows those before it
                then = guests.of(guest.vmid(), HotPlan.made(then, name));
                steps.add(new HotPlan.Step(name, List.of(new HotChange.Shares(then))));
            }
        }
        return steps;
    }
}
