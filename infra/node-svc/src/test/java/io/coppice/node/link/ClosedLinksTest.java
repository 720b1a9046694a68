package io.coppice.node.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClosedLinksTest {
    @Test
    void nobody_is_linked_to_who_comes_onto_the_roster_after_the_end(@TempDir Path dir) throws Exception {
        try (LinkedNode one = new LinkedNode("pve1", Files.createDirectories(dir.resolve("1")));
                LinkedNode two = new LinkedNode("pve2", Files.createDirectories(dir.resolve("2")))) {
            one.links.close();
            one.roster.set(List.of(one.peer(), two.peer()));
            assertEquals(Set.of(), one.links.others());
            one.links.close();
        }
    }
}
