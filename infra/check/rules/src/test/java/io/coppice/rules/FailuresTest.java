package io.coppice.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/failures.md} lists the texts that come with status 500: all of them, and none that is made nowhere. */
class FailuresTest {
    private static final Pattern LISTED = Pattern.compile("(?m)^- `(.+)`$");

    /** Below it stands what is passed on from elsewhere, which no source spells. */
    private static final String PASSED_ON = "## Passed on";

    @Test
    void the_list_of_failures_is_what_the_sources_say() {
        Set<String> made = new TreeSet<>();
        Project.modules().stream()
                .filter(m -> !m.path().startsWith("infra/check"))
                .flatMap(m -> m.mainSources().stream())
                .forEach(s -> made.addAll(FailureTexts.in(Project.text(s))));
        String document = Project.text(Project.ROOT.resolve("docs/failures.md"));
        String ours = document.substring(0, document.indexOf(PASSED_ON));
        Set<String> listed = new TreeSet<>(
                LISTED.matcher(ours).results().map(m -> m.group(1)).toList());
        Set<String> missing = new TreeSet<>(made);
        missing.removeAll(listed);
        listed.removeAll(made);
        assertEquals(Set.of(), missing, "docs/failures.md lacks these");
        assertEquals(Set.of(), listed, "docs/failures.md has these, which nothing says any more");
    }

    @Test
    void what_varies_is_an_ellipsis_and_what_comes_from_below_is_left_out() {
        String source =
                "throw Refused.notFound(\"a '\" + x.of(\"b\", c) + \"' is \\\"not\\\" there\"); Refused.conflict(r.message());"
                        + " Refused.conflict(\"plain, with (brackets)\"); Refused.conflict(a(b) ? \"one \" + c : \"two\")";
        assertEquals(
                List.of("a '…' is \"not\" there", "one …", "plain, with (brackets)", "two"),
                List.copyOf(FailureTexts.in(source)));
    }
}
