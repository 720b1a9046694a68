package io.coppice.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What came of a suite.
 *
 * @param failures one text per case that differs
 * @param skipped why nothing was compared
 * @param notes what is worth reading beside
 */
public record Result(int passed, int total, List<String> failures, Optional<String> skipped, List<String> notes) {
    public Result {
        notes = List.copyOf(notes);
        failures = List.copyOf(failures);
    }

    public static Result skipped(String why) {
        return new Result(0, 0, List.of(), Optional.of(why), List.of());
    }

    public boolean good() {
        return failures.isEmpty() && passed == total;
    }

    /** Counts cases while a suite runs. */
    public static final class Tally {
        private int total;
        private final List<String> failures = new ArrayList<>();

        /** A case: what it expects and what there is. Its failure never ends the suite. */
        public interface Case {
            /** The difference, or nothing. */
            Optional<String> difference() throws Exception;
        }

        public void check(String name, Case one) {
            total++;
            try {
                one.difference().ifPresent(d -> failures.add(name + ": " + d));
            } catch (Exception | StackOverflowError e) {
                failures.add(name + ": " + e);
            }
        }

        public Result result() {
            return result(List.of());
        }

        /** With lines that are no cases but worth reading. */
        public Result result(List<String> notes) {
            return new Result(total - failures.size(), total, failures, Optional.empty(), notes);
        }
    }
}
