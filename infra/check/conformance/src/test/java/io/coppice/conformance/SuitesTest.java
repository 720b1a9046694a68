package io.coppice.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class SuitesTest {
    @TestFactory
    Stream<DynamicTest> every_suite_that_is_at_hand_passes() {
        Path suites = folder("coppice.suites", "suites");
        Path contract = folder("coppice.contract", "contract");
        return Suites.all().stream()
                .map(suite -> dynamicTest(suite.name(), () -> {
                    Result result = suite.run(contract, suites);
                    Assumptions.assumeTrue(
                            result.skipped().isEmpty(), () -> result.skipped().orElse(""));
                    assertTrue(
                            result.good(),
                            () -> result.passed() + " of " + result.total() + "\n"
                                    + String.join("\n", result.failures()));
                }));
    }

    @Test
    void a_folder_that_is_not_there_is_skipped_with_a_word(@TempDir Path empty) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String[] args = {
            "--contract", empty.toString(), "--suites", empty.resolve("none").toString()
        };
        Main.run(args, new PrintStream(out));
        assertTrue(out.toString().contains("jsonschema skipped: no "), out::toString);
    }

    @Test
    void an_argument_that_is_not_known_ends_with_the_usage() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertEquals(2, Main.run(new String[] {"--nonsense"}, new PrintStream(out)));
        assertTrue(out.toString().startsWith("usage:"));
    }

    /** The folder that the property names, else {@code ../shared/NAME} of this directory or one above it. */
    private static Path folder(String property, String name) {
        String named = System.getProperty(property);
        if (named != null) {
            return Path.of(named);
        }
        return Stream.iterate(Path.of("").toAbsolutePath(), d -> d != null, Path::getParent)
                .map(d -> d.resolve("../shared").resolve(name).normalize())
                .filter(Files::isDirectory)
                .findFirst()
                .orElse(Path.of("../shared", name));
    }
}
