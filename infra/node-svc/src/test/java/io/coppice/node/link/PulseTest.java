package io.coppice.node.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PulseTest {
    @Test
    void two_missed_beats_are_forgiven_and_the_third_is_a_loss() {
        Pulse there = Pulse.UNKNOWN.beat(true);
        assertTrue(there.beat(false).beat(false).inReach());
        assertFalse(there.beat(false).beat(false).beat(false).inReach());
        assertTrue(
                there.beat(false).beat(false).beat(true).beat(false).beat(false).inReach());
    }

    @Test
    void a_node_is_in_reach_from_its_first_answer_on_and_not_before() {
        assertFalse(Pulse.UNKNOWN.inReach());
        assertFalse(Pulse.UNKNOWN.beat(false).inReach());
        assertEquals(new Pulse(0, true), Pulse.UNKNOWN.beat(false).beat(true));
    }
}
