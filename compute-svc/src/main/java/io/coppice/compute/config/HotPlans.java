package io.coppice.compute.config;

import io.coppice.compute.guest.Guest;
import java.util.Collection;
import java.util.List;

/** Which of a running guest's pending changes can be made while it runs; each kind has its own. */
@FunctionalInterface
public interface HotPlans {
    /** @param names of the options that are looked at; others wait on */
    List<HotPlan.Step> of(Guest guest, Collection<String> names);
}
