package io.coppice.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents name is there. */
class DocumentsTest {
    /** {@code `a/b/C.java`}: a file or folder of the tree, from its root. */
    private static final Pattern NAMED = Pattern.compile("`([\\w.-]+(?:/[\\w.-]+)+)`");

    private static final Pattern LINKED = Pattern.compile("\\]\\((?!https?:|#)([^)#]+)[^)]*\\)");

    @Test
    void a_guide_names_files_that_are_there() {
        List<String> missing = Project.files(Project.ROOT.resolve("docs"), ".md").stream()
                .filter(p -> p.getFileName().toString().startsWith("adding-"))
                .flatMap(p -> NAMED.matcher(Project.text(p))
                        .results()
                        .map(m -> m.group(1))
                        .filter(n -> !Files.exists(Project.ROOT.resolve(n)))
                        .map(n -> Project.name(p) + " names " + n))
                .toList();
        assertEquals(List.of(), missing);
    }

    @Test
    void links_lead_somewhere() {
        List<String> dead = Project.files(Project.ROOT, ".md").stream()
                .flatMap(p -> LINKED.matcher(Project.text(p))
                        .results()
                        .map(m -> m.group(1))
                        .filter(n -> !Files.exists(p.resolveSibling(n)))
                        .map(n -> Project.name(p) + " links to " + n))
                .toList();
        assertEquals(List.of(), dead);
    }

    @Test
    void the_layout_names_every_module() {
        String layout = Project.text(Project.ROOT.resolve("ARCHITECTURE.md"));
        List<String> missing = Stream.concat(
                        Project.modules().stream().map(Project.Module::path), Stream.of("docs/decisions"))
                .filter(m -> !layout.contains("`" + m + "`"))
                .toList();
        assertEquals(List.of(), missing);
    }

    @Test
    void a_decision_has_a_number_of_its_own() {
        List<String> numbers = Project.files(Project.ROOT.resolve("docs/decisions"), ".md").stream()
                .map(Path::getFileName)
                .map(n -> n.toString().substring(0, 3))
                .toList();
        assertEquals(numbers.stream().distinct().toList(), numbers);
    }
}
