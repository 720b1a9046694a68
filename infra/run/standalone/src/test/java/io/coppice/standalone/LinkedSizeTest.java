package io.coppice.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.endpoint.Service;
import io.coppice.documents.member.ClusterMember;
import io.coppice.store.Change;
import io.coppice.store.Membership;
import io.coppice.store.Outcome;
import io.coppice.store.Store;
import io.coppice.store.raft.Stores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Thirty-two nodes in one process as far as they hold the truth: a store each, and links over TLS from each to each, which
 * beat. {@code SizeTest} has as many members without the links.
 */
@EnabledIfSystemProperty(
        named = "coppice.proofs",
        matches = "true",
        disabledReason = "takes minutes: -Dcoppice.proofs=true")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class LinkedSizeTest {
    private static final int NODES = 32;
    private static final Duration LONGEST_JOIN = Duration.ofSeconds(10);
    private static final Duration SOON = Duration.ofMinutes(1);

    @TempDir
    Path dir;

    private final List<TruthHolder> holders = new ArrayList<>();
    private final List<Store> stores = new ArrayList<>();
    private final List<ClusterMember> members = new ArrayList<>();

    @Test
    void thirty_two_nodes_are_one_cluster_of_which_seven_vote_and_survive_their_leader() throws Exception {
        try {
            Duration longest = Duration.ZERO;
            for (int i = 0; i < NODES; i++) {
                long began = System.nanoTime();
                join(i);
                Duration took = Duration.ofNanos(System.nanoTime() - began);
                longest = took.compareTo(longest) > 0 ? took : longest;
            }
            assertTrue(longest.compareTo(LONGEST_JOIN) < 0, "a join took " + longest);
            eventually("seven vote", () -> membership(NODES - 1).voters().size() == 7);
            put(stores.getLast(), "by the last");
            for (int i = 0; i < NODES; i++) {
                int node = i;
                eventually(
                        "all links are there",
                        () -> holders.get(node).roster.all().size() == NODES);
                eventually("the change is everywhere", () -> shows(stores.get(node), "by the last"));
            }
            long pause = withoutTheLeader();
            System.out.println("of " + NODES + " nodes with links the longest join took " + longest.toMillis()
                    + " ms; the next write after the leader was gone came after " + pause + " ms");
        } finally {
            for (TruthHolder holder : holders.reversed()) {
                holder.close();
            }
        }
    }

    /** It is listed, has the truth, and has started once more. */
    private void join(int i) throws Exception {
        TruthHolder holder = new TruthHolder("n" + (100 + i), dir.resolve("n" + i));
        holders.add(holder);
        if (i == 0) {
            stores.add(holder.found());
            members.add(holder.member(1, membership(0).me()));
        } else {
            members.add(holder.member(i + 1, Stores.newMember(holder.name)));
        }
        ClusterMember own = members.getLast();
        Change listed =
                Change.by(Service.NODE, "root@pam").put(own.path(), own.text()).build();
        assertInstanceOf(Outcome.Done.class, stores.get(Math.max(0, i - 1)).submit(listed));
        if (i > 0) {
            holder.roster.set(List.copyOf(members));
            List<String> others =
                    members.subList(0, i).stream().map(ClusterMember::member).toList();
            stores.add(holder.join(own.member(), others));
        }
    }

    /** How long a write takes, in ms, that begins when the leader ends without handing over. */
    private long withoutTheLeader() throws Exception {
        String leader = membership(NODES - 1).leader().orElseThrow();
        int lost = members.stream().map(ClusterMember::member).toList().indexOf(leader);
        assertTrue(lost >= 0 && lost < NODES - 1, leader);
        holders.get(lost).cutOff();
        long began = System.nanoTime();
        put(stores.getLast(), "without " + leader);
        long took = Duration.ofNanos(System.nanoTime() - began).toMillis();
        assertTrue(took < 10_000, "after " + took + " ms");
        return took;
    }

    private Membership membership(int i) {
        return Stores.membership(stores.get(i));
    }

    private static void put(Store store, String text) {
        Change change =
                Change.by(Service.COMPUTE, "root@pam").put("ha/x", text + "\n").build();
        eventually("a write", () -> store.submit(change) instanceof Outcome.Done);
        assertEquals(text + "\n", store.image().find("ha/x").orElseThrow().text());
    }

    private static boolean shows(Store store, String text) {
        return store.image()
                .find("ha/x")
                .filter(d -> d.text().equals(text + "\n"))
                .isPresent();
    }

    private static void eventually(String what, BooleanSupplier is) {
        long until = System.nanoTime() + SOON.toNanos();
        while (!is.getAsBoolean()) {
            assertTrue(System.nanoTime() - until < 0, what + ": not within " + SOON);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }
}
