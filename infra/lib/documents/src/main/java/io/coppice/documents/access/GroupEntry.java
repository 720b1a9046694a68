package io.coppice.documents.access;

import java.util.Set;
import java.util.TreeSet;

/** A line {@code group:}. */
public record GroupEntry(String groupid, Set<String> members, String comment) {
    public GroupEntry {
        members = Set.copyOf(members);
    }

    public String line() {
        return Fields.line("group", groupid, String.join(",", new TreeSet<>(members)), Fields.escape(comment));
    }
}
