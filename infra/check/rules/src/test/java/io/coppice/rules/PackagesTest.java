package io.coppice.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every package says what it is, promises that nothing is null, and is named as an administrator would. */
class PackagesTest {
    private static final Pattern EMPTY_NAMES = Pattern.compile(
            ".*/(util|utils|common|helper|helpers|manager|controller|service|repository|dto|impl|misc)/.*");

    private static List<Path> mainSources() {
        return Project.modules().stream().flatMap(m -> m.mainSources().stream()).toList();
    }

    @Test
    void every_package_has_a_package_info_that_is_null_marked() {
        List<String> without = mainSources().stream()
                .map(Path::getParent)
                .distinct()
                .filter(p -> !Files.exists(p.resolve("package-info.java"))
                        || !Project.text(p.resolve("package-info.java")).contains("@NullMarked"))
                .map(Project::name)
                .toList();
        assertEquals(List.of(), without);
    }

    @Test
    void a_package_info_has_a_text_of_fifteen_lines_at_most() {
        List<String> odd = mainSources().stream()
                .filter(p -> p.endsWith("package-info.java"))
                .filter(p -> !Project.text(p).startsWith("/**")
                        || Project.text(p)
                                        .lines()
                                        .takeWhile(l -> !l.contains("*/"))
                                        .count()
                                > 15)
                .map(Project::name)
                .toList();
        assertEquals(List.of(), odd);
    }

    @Test
    void no_package_and_no_type_has_a_name_that_says_nothing() {
        Stream<String> packages = mainSources().stream()
                .map(Project::name)
                .filter(n -> EMPTY_NAMES
                        .matcher(n.substring(n.indexOf("io/coppice")))
                        .matches());
        Stream<String> types = mainSources().stream()
                .map(Project::name)
                .filter(n -> n.matches(".*(Util|Utils|Manager|Impl|ServiceImpl)\\.java"));
        assertEquals(List.of(), Stream.concat(packages, types).toList());
    }
}
