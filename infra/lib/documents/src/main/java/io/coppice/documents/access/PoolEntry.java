package io.coppice.documents.access;

import java.util.Set;
import java.util.TreeSet;

/** A line {@code pool:}; guests by VM ID and storages that are granted and counted together. */
public record PoolEntry(String poolid, String comment, Set<String> vmids, Set<String> storages) {
    public PoolEntry {
        vmids = Set.copyOf(vmids);
        storages = Set.copyOf(storages);
    }

    public String line() {
        return Fields.line(
                "pool",
                poolid,
                Fields.escape(comment),
                String.join(",", new TreeSet<>(vmids)),
                String.join(",", new TreeSet<>(storages)));
    }
}
