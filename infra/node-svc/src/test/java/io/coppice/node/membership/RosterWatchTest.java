package io.coppice.node.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.documents.member.ClusterMember;
import io.coppice.node.link.Roster;
import io.coppice.store.Change;
import io.coppice.store.Outcome;
import io.coppice.store.Store;
import io.coppice.store.raft.StoreOptions;
import io.coppice.store.raft.Stores;
import io.coppice.testkit.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RosterWatchTest {
    private static final NodeName HERE = new NodeName("pve1");

    @TempDir
    Path dir;

    private static ClusterMember member(String node, int number) {
        return new ClusterMember(
                new NodeName(node), number, node + "-0000000" + number, "127.0.0.1", 8016, "AB:".repeat(31) + "AB");
    }

    private static void add(Store store, ClusterMember member) {
        Change change = Change.by(Service.NODE, "root@pam")
                .put(member.path(), member.text())
                .build();
        assertInstanceOf(Outcome.Done.class, store.submit(change));
    }

    @Test
    void a_closed_one_neither_lists_nor_writes_down_who_comes_later() throws Exception {
        ClusterMember first = member("pve1", 1);
        Roster roster = new Roster();
        RosterFile file = new RosterFile(Files.createDirectories(dir.resolve("secret")));
        try (Store store =
                Stores.open(dir.resolve("store"), HERE, StoreOptions.usual().withMinFreeBytes(0))) {
            RosterWatch watch = new RosterWatch(store, roster, file);
            add(store, first);
            Eventually.that("the first is listed", () -> roster.all().equals(List.of(first)));
            watch.close();
            add(store, member("pve2", 2));
            // what was on its way when it was closed
            watch.reset(store.image());
            assertEquals(List.of(first), roster.all());
            assertEquals(List.of(first), file.read());
        }
    }
}
