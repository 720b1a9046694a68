package io.coppice.store.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.word.NodeName;
import io.coppice.store.Revision;
import io.coppice.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeparationTest {
    private static final String GUEST = "nodes/b/qemu-server/100.conf";

    @TempDir
    Path dir;

    private static boolean ofOthers(String path) {
        return path.startsWith("cluster/members/");
    }

    @Test
    void what_one_of_two_has_becomes_a_store_of_its_own() throws IOException {
        NodeName me = new NodeName("b");
        try (Group group = Group.of(dir, Group.usual(), 2)) {
            Group.done(group.store("a").submit(Group.change(GUEST, "memory: 512")));
            for (int i = 0; i < 20; i++) {
                Group.done(group.store("a").submit(Group.change("ha/x", "n" + i)));
            }
            group.awaitEqual();
            Revision before = group.store("b").image().revision();
            assertThrows(
                    IOException.class,
                    () -> Stores.separate(group.home("b"), me, SeparationTest::ofOthers, Map.of()),
                    "it is open");
            group.stop("a");
            group.stop("b");
            Path kept = Stores.separate(group.home("b"), me, SeparationTest::ofOthers, Map.of("ha/owed", "by b"));
            assertTrue(Files.exists(kept.resolve("member")));
            try (Store own = Stores.open(group.home("b"), me)) {
                assertEquals("n19", own.image().find("ha/x").orElseThrow().text());
                assertEquals("by b", own.image().find("ha/owed").orElseThrow().text());
                assertNotEquals(before.incarnation(), own.image().revision().incarnation());
                assertTrue(own.image().guest(100).orElseThrow().since() > before.number());
                assertTrue(own.image().below("cluster/members/").isEmpty());
                Group.done(own.submit(Group.change("ha/x", "alone")));
            }
            IOException again = assertThrows(
                    IOException.class, () -> Stores.separate(group.home("b"), me, SeparationTest::ofOthers, Map.of()));
            assertTrue(again.getMessage().contains("of a former separation"), again.getMessage());
        }
    }

    @Test
    void who_only_followed_can_be_separated_too() throws IOException {
        NodeName me = new NodeName("b");
        try (Group group = new Group(dir, Group.usual())) {
            group.found("a");
            Group.done(group.store("a").submit(Group.change("ha/x", "1")));
            group.join("b");
            group.awaitEqual();
            group.stop("b");
            Stores.separate(group.home("b"), me, SeparationTest::ofOthers, Map.of());
            try (Store own = Stores.open(group.home("b"), me)) {
                assertEquals("1", own.image().find("ha/x").orElseThrow().text());
            }
        }
    }

    @Test
    void a_store_that_is_alone_has_nobody_to_be_separated_from() throws IOException {
        NodeName me = new NodeName("a");
        Path home = dir.resolve("store");
        Stores.open(home, me).close();
        IOException e = assertThrows(IOException.class, () -> Stores.separate(home, me, p -> false, Map.of()));
        assertTrue(e.getMessage().contains("is alone"), e.getMessage());
        Stores.open(home, me).close();
    }
}
