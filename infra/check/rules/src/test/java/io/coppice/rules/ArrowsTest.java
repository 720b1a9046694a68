package io.coppice.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Packages refer to each other as their module's ARCHITECTURE.md draws it. */
class ArrowsTest {
    @TestFactory
    Stream<DynamicTest> a_module_has_the_arrows_that_it_draws_and_no_cycle() {
        return Project.modules().stream().map(m -> dynamicTest(m.path(), () -> check(m)));
    }

    private static void check(Project.Module module) {
        Path document = module.folder().resolve("ARCHITECTURE.md");
        assertTrue(Files.exists(document), module.path() + " has no ARCHITECTURE.md");
        Set<String> drawn = Arrows.drawn(Project.text(document))
                .orElseGet(() -> fail(document + " has no block of arrows under '## Arrows'"));
        Set<String> compiled = Arrows.compiled(module.classes());
        assertTrue(
                module.mainSources().isEmpty()
                        || !Project.compiledFiles(module.classes()).isEmpty(),
                module.path() + " is not compiled: run './coppice test'");
        Set<String> undrawn = new TreeSet<>(compiled);
        undrawn.removeAll(drawn);
        assertTrue(undrawn.isEmpty(), () -> module.path() + " does not draw:\n" + String.join("\n", undrawn));
        assertEquals(Optional.empty(), Arrows.cycle(compiled));
        drawn.stream()
                .filter(a -> !compiled.contains(a))
                .forEach(a -> System.out.println(module.path() + " draws what is not there: " + a));
    }

    @Test
    void a_cycle_over_several_packages_is_found() {
        assertTrue(Arrows.cycle(Set.of("a -> b", "b -> c", "c -> a")).isPresent());
        assertTrue(Arrows.cycle(Set.of("a -> b", "b -> c", "a -> c")).isEmpty());
    }
}
