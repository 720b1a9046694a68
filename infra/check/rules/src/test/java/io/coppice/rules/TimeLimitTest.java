package io.coppice.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;

/** No test hangs for ever: the parent's configuration of surefire, which all modules have, limits each. */
class TimeLimitTest {
    private static final String LIMIT = "junit.jupiter.execution.timeout.";

    @RegisterExtension
    static final Parameters PARAMETERS = new Parameters();

    /** What the tests of this module run with. */
    private static final class Parameters implements BeforeAllCallback {
        private Optional<String> limit = Optional.empty();
        private Optional<String> thread = Optional.empty();

        @Override
        public void beforeAll(ExtensionContext context) {
            limit = context.getConfigurationParameter(LIMIT + "default");
            thread = context.getConfigurationParameter(LIMIT + "thread.mode.default");
        }
    }

    @Test
    void each_test_is_ended_after_a_while_and_proofs_have_their_time() {
        boolean proofs = Boolean.getBoolean("coppice.proofs");
        String[] limit = PARAMETERS.limit.orElseThrow().split(" ");
        long minutes = switch (limit[1]) {
            case "m" -> Long.parseLong(limit[0]);
            case "h" -> TimeUnit.HOURS.toMinutes(Long.parseLong(limit[0]));
            default -> throw new AssertionError("neither minutes nor hours: " + limit[1]);
        };
        assertTrue(proofs ? minutes >= 240 : minutes >= 10 && minutes <= 60, () -> minutes + " minutes");
        assertEquals(Optional.empty(), PARAMETERS.thread, "a test runs on the thread that made what it uses");
    }

    /** A module that sets them itself would have none of the parent's. */
    @Test
    void no_module_takes_the_limit_away() {
        for (Project.Module module : Project.modules()) {
            String pom = Project.text(Project.ROOT.resolve(module.path()).resolve("pom.xml"));
            assertFalse(pom.contains("configurationParameters"), module.path());
        }
    }
}
