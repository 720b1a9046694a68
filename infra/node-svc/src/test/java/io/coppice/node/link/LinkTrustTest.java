package io.coppice.node.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.documents.member.ClusterMember;
import io.coppice.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who is let in by which door: witnesses, those who were removed, those who were away. */
@Timeout(60)
class LinkTrustTest {
    private final List<LinkedNode> all = new ArrayList<>();
    private Path dir;
    private LinkedNode one;
    private LinkedNode two;

    @BeforeEach
    void two(@TempDir Path folder) throws Exception {
        dir = folder;
        one = node("pve1");
        two = node("pve2");
        join(one, two);
    }

    private LinkedNode node(String name) throws Exception {
        LinkedNode node = new LinkedNode(name, Files.createDirectories(dir.resolve(name)));
        all.add(node);
        return node;
    }

    private static void join(LinkedNode... members) throws Exception {
        List<ClusterMember> peers = new ArrayList<>();
        for (LinkedNode member : members) {
            peers.add(member.peer());
        }
        for (LinkedNode member : members) {
            member.roster.set(peers);
        }
        Eventually.that(
                "all reach all",
                () -> List.of(members).stream()
                        .allMatch(a -> List.of(members).stream().allMatch(b -> a == b || a.reaches(b))));
    }

    @AfterEach
    void close() {
        all.reversed().forEach(LinkedNode::close);
    }

    @Test
    void a_witness_is_answered_nothing_but_beats_and_what_concerns_the_truth() throws Exception {
        LinkedNode witness = node("wit0");
        join(one, two, witness);
        for (String path : List.of("/call/compute", "/service/compute")) {
            String refused = assertThrows(
                            IOException.class, () -> LinkClient.askOnce(witness.vertx, witness.key, one.peer(), path))
                    .getMessage();
            assertTrue(refused.endsWith("it answered 404"), refused);
            String other = assertThrows(
                            IOException.class, () -> LinkClient.askOnce(two.vertx, two.key, one.peer(), path))
                    .getMessage();
            assertFalse(other.endsWith("it answered 404"), other);
        }
        assertEquals(Set.of(two.name), one.links.others(), "it is no node");
    }
}
