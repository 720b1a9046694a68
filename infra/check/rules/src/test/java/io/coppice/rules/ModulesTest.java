package io.coppice.rules;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Arrows between modules: no service depends on another, and the libraries stand in their order. */
class ModulesTest {
    private static final Pattern DEPENDENCY =
            Pattern.compile("<artifactId>coppice-([a-z-]+)</artifactId>(?!.*<scope>test)");

    private static final Set<String> FOR_TESTS = Set.of("testkit", "task-laws");

    /** What each library may see; a service may see all of them. */
    private static final Map<String, Set<String>> LIBRARIES = Map.of(
            "contract", Set.of(),
            "archive", Set.of(),
            "documents", Set.of("contract"),
            "access", Set.of("contract", "documents"),
            "store", Set.of("contract"),
            "live", Set.of("contract"),
            "service-kit", Set.of("contract", "documents", "access", "store", "live"));

    /** The artifacts of ours that a module uses outside of its tests. */
    private static Set<String> uses(Project.Module module) {
        String pom = Project.text(module.folder().resolve("pom.xml"));
        String dependencies = pom.contains("<dependencies>") ? pom.substring(pom.indexOf("<dependencies>")) : "";
        return DEPENDENCY
                .matcher(dependencies)
                .results()
                .map(m -> m.group(1))
                .filter(a -> !FOR_TESTS.contains(a))
                .collect(toCollection(TreeSet::new));
    }

    @Test
    void a_library_uses_only_those_below_it() {
        for (Project.Module m : Project.modules()) {
            String name = m.folder().getFileName().toString();
            if (m.path().startsWith("infra/lib/") && !FOR_TESTS.contains(name)) {
                Set<String> more = new TreeSet<>(uses(m));
                more.removeAll(LIBRARIES.get(name));
                assertEquals(Set.of(), more, m.path());
            }
        }
    }

    @Test
    void a_service_uses_libraries_only() {
        for (Project.Module m : Project.modules()) {
            if (m.path().endsWith("-svc") || m.path().equals("gateway")) {
                Set<String> more = new TreeSet<>(uses(m));
                more.removeAll(LIBRARIES.keySet());
                assertEquals(Set.of(), more, m.path());
            }
        }
    }

    @Test
    void no_module_is_empty() {
        for (Project.Module m : Project.modules()) {
            List<String> sources = Project.files(m.folder().resolve("src"), ".java").stream()
                    .map(Project::name)
                    .filter(n -> !n.endsWith("package-info.java"))
                    .toList();
            boolean gathers = Project.text(m.folder().resolve("pom.xml")).contains("copy-dependencies");
            assertFalse(
                    sources.isEmpty() && !gathers && !m.path().endsWith("testkit"),
                    m.path() + " is empty: a room is built when somebody moves in");
        }
        assertTrue(Project.modules().size() > 10);
    }
}
