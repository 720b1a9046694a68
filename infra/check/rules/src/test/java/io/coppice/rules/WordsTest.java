package io.coppice.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What has no place in the tree: marks of unfinished work, folders of one person's machine, tests that sleep. */
class WordsTest {
    /** Written so that this file does not find itself. */
    private static final Pattern UNFINISHED = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");

    private static final Pattern ONE_MACHINE = Pattern.compile("(?<![\\w.}/])/(ho" + "me|wo" + "rk)/\\w");
    private static final Pattern SWALLOWED = Pattern.compile("catch \\([^)]*\\) \\{\\s*\\}");

    /** An answer's handlers come in the step that sends the request: a later step may come after the body. */
    private static final Pattern LATE_ANSWER = Pattern.compile(
            "HttpClientRequest::(send|connect)|compose\\((\\w+) -> \\2\\.(send|connect)\\([^()]*(\\([^()]*\\))?[^()]*\\)\\)\\s*\\.");

    private static final Pattern SLEEP = Pattern.compile("Thread\\.sle" + "ep\\(");

    @Test
    void nothing_is_marked_as_unfinished_and_no_path_is_one_machines() {
        List<Path> files = Stream.of(".java", ".md", "pom.xml", "coppice", ".ci/run", ".sh", ".txt")
                .flatMap(end -> Project.files(Project.ROOT, end).stream())
                .toList();
        assertEquals(List.of(), found(UNFINISHED, files));
        assertEquals(List.of(), found(ONE_MACHINE, files));
    }

    @Test
    void no_exception_is_swallowed_without_a_reason() {
        assertEquals(List.of(), found(SWALLOWED, Project.files(Project.ROOT, ".java")));
    }

    @Test
    void no_answer_is_waited_for_in_a_step_of_its_own() {
        assertEquals(
                List.of(),
                found(
                        LATE_ANSWER,
                        Project.files(Project.ROOT, ".java").stream()
                                .filter(p -> !p.endsWith("WordsTest.java"))
                                .toList()));
        assertTrue(LATE_ANSWER
                .matcher("compose(request -> request.send(message))\n  .compose(")
                .find());
        assertTrue(LATE_ANSWER
                .matcher("compose(r -> r.send(Buffer.buffer(call)))\n.map(")
                .find());
    }

    @Test
    void no_test_sleeps() {
        List<Path> tests = Project.files(Project.ROOT, ".java").stream()
                .filter(p -> p.toString().contains("/src/test/"))
                .toList();
        assertEquals(List.of(), found(SLEEP, tests));
    }

    private static List<String> found(Pattern pattern, List<Path> files) {
        List<String> all = new ArrayList<>();
        for (Path file : files) {
            String text = Project.text(file);
            pattern.matcher(text)
                    .results()
                    .forEach(m -> all.add(Project.name(file) + ":"
                            + (text.substring(0, m.start()).lines().count() + 1) + " " + m.group()));
        }
        return all;
    }
}
