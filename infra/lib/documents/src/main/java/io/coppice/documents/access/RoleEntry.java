package io.coppice.documents.access;

import java.util.Set;
import java.util.TreeSet;

/** A line {@code role:}: privileges under a name. */
public record RoleEntry(String roleid, Set<String> privileges) {
    public RoleEntry {
        privileges = Set.copyOf(privileges);
    }

    public String line() {
        return Fields.line("role", roleid, String.join(",", new TreeSet<>(privileges)));
    }
}
