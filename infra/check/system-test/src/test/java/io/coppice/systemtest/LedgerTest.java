package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The model by which a killed node is judged finds what it has to find. */
class LedgerTest {
    private final Ledger ledger = new Ledger();

    @Test
    void an_acknowledged_change_that_is_lost_is_found() {
        ledger.done(ledger.begin("user", "v1"));
        assertEquals(List.of("user is nothing and may be [v1]"), ledger.compare(Map.of()));
    }

    @Test
    void a_refused_change_that_happened_is_found() {
        ledger.done(ledger.begin("user", "v1"));
        ledger.refused(ledger.begin("user", "v2"), "because");
        assertEquals(
                List.of("user is v2 and may be [v1]; last refused: because"), ledger.compare(Map.of("user", "v2")));
    }

    @Test
    void without_an_answer_both_values_may_be_and_the_one_that_is_stays() {
        ledger.done(ledger.begin("user", "v1"));
        ledger.begin("user", "v2");
        assertEquals(List.of(), ledger.compare(Map.of("user", "v2")));
        assertEquals(List.of("user is v1 and may be [v2]"), ledger.compare(Map.of("user", "v1")));
    }

    @Test
    void what_nobody_made_is_found() {
        assertEquals(List.of("volume is there and may be [nothing]"), ledger.compare(Map.of("volume", "there")));
    }

    @Test
    void the_exit_state_of_a_task_decides() {
        ledger.taken(ledger.begin("one", "v1"), "UPID:1");
        ledger.taken(ledger.begin("two", "v1"), "UPID:2");
        ledger.ended("UPID:1", "OK");
        ledger.ended("UPID:2", "interrupted");
        assertEquals(
                List.of("one is nothing and may be [v1]", "two is v1 and may be [nothing]; last refused: interrupted"),
                ledger.compare(Map.of("two", "v1")));
    }
}
