package io.coppice.node.level;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.api.cluster.LevelApi;
import io.coppice.contract.failure.Refused;
import io.coppice.store.Membership;
import io.coppice.store.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LevelRoutesTest {
    /** One of two members; the other one's program may know less, or not answer. */
    private static final class Two implements Membership {
        private final Role role;
        private final int other;
        private int level = 1;

        Two(Role role, int other) {
            this.role = role;
            this.other = other;
        }

        @Override
        public String me() {
            return "oak-1-00000001";
        }

        @Override
        public Role role() {
            return role;
        }

        @Override
        public Optional<String> leader() {
            return Optional.of(role == Role.LEADS ? me() : "elm-00000002");
        }

        @Override
        public Duration silence() {
            return Duration.ZERO;
        }

        @Override
        public boolean hasHeard(Duration within) {
            return true;
        }

        @Override
        public List<String> voters() {
            return List.of(me(), "elm-00000002");
        }

        @Override
        public List<Standing> standings() {
            return role == Role.LEADS
                    ? List.of(
                            new Standing(me(), true, Duration.ZERO, true, knows()),
                            new Standing("elm-00000002", true, Duration.ZERO, true, other))
                    : List.of();
        }

        @Override
        public Optional<Outcome> outcome(UUID id) {
            return Optional.empty();
        }

        @Override
        public int level() {
            return level;
        }

        @Override
        public int knows() {
            return 3;
        }

        @Override
        public Optional<String> halted() {
            return Optional.empty();
        }

        @Override
        public int raise() throws IOException {
            if (other == 0) {
                throw new IOException("elm-00000002 did not answer");
            }
            int raised = Math.min(knows(), other);
            level = role == Role.LEADS ? raised : level;
            return raised;
        }
    }

    @Test
    void the_leader_tells_of_all_and_raises_to_what_all_know() {
        LevelRoutes routes = new LevelRoutes(new Two(Membership.Role.LEADS, 2));
        assertEquals(
                new LevelApi.Level(
                        1, 3, "oak-1", List.of(new LevelApi.Member("oak-1", 3), new LevelApi.Member("elm", 2))),
                routes.level());
        assertEquals(2, routes.raised().level());
    }

    @Test
    void another_node_has_it_raised_and_tells_the_level_before_it_knows_it_itself() {
        Two two = new Two(Membership.Role.VOTES, 2);
        LevelRoutes routes = new LevelRoutes(two);
        assertEquals(new LevelApi.Level(2, 3, "elm", List.of()), routes.raised());
        assertEquals(1, routes.level().level());
    }

    @Test
    void one_that_does_not_answer_keeps_it_where_it_is() {
        LevelRoutes routes = new LevelRoutes(new Two(Membership.Role.LEADS, 0));
        Refused refused = assertThrows(Refused.class, routes::raised);
        assertTrue(refused.getMessage().contains("elm-00000002 did not answer"), refused::getMessage);
        assertEquals(1, routes.level().level());
    }
}
