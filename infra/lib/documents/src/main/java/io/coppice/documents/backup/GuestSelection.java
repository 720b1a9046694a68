package io.coppice.documents.backup;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which guests a backup is of: all, those of a pool, or those that are named.
 *
 * @param vmids that are named
 * @param exclude that are left out, however they were chosen
 * @param pool whose guests are meant
 * @param node whose guests alone are meant
 */
public record GuestSelection(
        boolean all, List<String> vmids, Set<String> exclude, Optional<String> pool, Optional<String> node) {
    /** The node of guests that no node has. */
    public static final String NOWHERE = "";

    public GuestSelection {
        vmids = List.copyOf(vmids);
        exclude = Set.copyOf(exclude);
    }

    /**
     * The guests that are meant, sorted, by the node that each lies on.
     *
     * @param nodes of all guests there are
     * @param members of the pool
     */
    public Map<String, List<String>> of(Map<String, String> nodes, Collection<String> members) {
        Collection<String> wanted = all ? nodes.keySet() : pool.isPresent() ? members : vmids;
        Map<String, List<String>> chosen = new TreeMap<>();
        for (String vmid : new LinkedHashSet<>(wanted)) {
            String on = nodes.getOrDefault(vmid, NOWHERE);
            boolean here = node.isEmpty() || node.get().equals(on) || on.equals(NOWHERE);
            if (here && !exclude.contains(vmid)) {
                chosen.computeIfAbsent(on, n -> new ArrayList<>()).add(vmid);
            }
        }
        chosen.values().forEach(list -> list.sort(Comparator.comparingLong(Long::parseLong)));
        return chosen;
    }
}
