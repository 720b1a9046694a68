package io.coppice.documents.interfaces;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The links of a running host, as {@code ip -details -json link} tells them.
 *
 * @param active names of the links that are up
 */
public record Links(Map<String, Link> all, Set<String> active) {
    public Links {
        all = Map.copyOf(all);
        active = Set.copyOf(active);
    }

    public static final Links NONE = new Links(Map.of(), Set.of());

    /**
     * One link.
     *
     * @param alternatives other names that it answers to
     * @param type {@code ether}, {@code loopback}, {@code infiniband}…
     * @param kind what made it, where it is no device of the machine: {@code bridge}, {@code bond}, {@code vlan}…
     */
    public record Link(String name, List<String> alternatives, String type, Optional<String> kind) {
        public Link {
            alternatives = List.copyOf(alternatives);
        }

        /** Whether it is a network card. */
        boolean isPhysical() {
            return kind.isEmpty() && (type.equals("ether") || type.equals("infiniband"));
        }
    }

    /** By its name or an alternative one. */
    public Optional<Link> find(String name) {
        Link named = all.get(name);
        return named != null
                ? Optional.of(named)
                : all.values().stream()
                        .filter(l -> l.alternatives().contains(name))
                        .findFirst();
    }

    public boolean isActive(String name) {
        return active.contains(name)
                || find(name).map(Link::name).filter(active::contains).isPresent();
    }
}
