package io.coppice.standalone.imports;

import io.coppice.contract.word.NodeName;
import java.util.Map;
import java.util.Set;

/**
 * Which nodes there are here, and which of them takes the place of which of the original's.
 *
 * @param here nodes of this cluster
 * @param renamed the original's name, and the one here
 */
public record NodeNames(Set<NodeName> here, Map<String, NodeName> renamed) {
    public NodeNames {
        here = Set.copyOf(here);
        renamed = Map.copyOf(renamed);
    }

    String of(String original) {
        NodeName other = renamed.get(original);
        return other == null ? original : other.text();
    }

    boolean isHere(String name) {
        return here.stream().anyMatch(n -> n.text().equals(name));
    }
}
