package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A judge that finds nothing proves nothing. */
class ToldEventsTest {
    private final ToldEvents told = new ToldEvents();

    private void take(String id, String sequence, String data) throws Exception {
        told.take("coppice.access", event(id, sequence, data));
    }

    private static String event(String id, String sequence, String data) {
        return "{\"id\":\"" + id + "\",\"sequence\":\"" + sequence
                + "\",\"source\":\"s\",\"subject\":\"u\",\"type\":\"access.changed\",\"data\":" + data + "}";
    }

    @Test
    void a_repeat_is_allowed_and_another_event_with_its_id_is_not() throws Exception {
        take("a", "2", "{}");
        take("b", "3", "{}");
        take("a", "2", "{}");
        assertEquals(List.of(), told.wrong());
        take("a", "2", "{\"path\":\"p\"}");
        assertTrue(told.wrong().getFirst().contains("the id a"));
    }

    @Test
    void a_sequence_that_goes_back_is_found() throws Exception {
        take("a", "2", "{}");
        take("b", "2", "{}");
        assertEquals(List.of(), told.wrong());
        take("c", "1", "{}");
        assertEquals(List.of("coppice.access s u goes back from 2 to 1"), told.wrong());
    }

    @Test
    void what_was_acknowledged_and_is_not_told_is_found() throws Exception {
        take("a", "1", "{\"path\":\"p\",\"change\":\"created\",\"fields\":{\"entry\":{\"now\":\"user:x:v7:\"}}}");
        assertEquals(
                Set.of("p deleted", "q created"),
                told.missingFacts(Set.of("p created", "p v7", "p deleted", "q created")));
        String other = event("b", "1", "{}");
        assertEquals(List.of(other), told.missingLines(List.of(other)));
    }
}
