package io.coppice.standalone.population;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SizeTest {
    @Test
    void what_is_left_out_has_a_default() {
        assertEquals(new Size(50, 20_000, 1), Size.parse("nodes=50,guests=20000"));
        assertEquals(new Size(3, 60, 7), Size.parse("seed=7"));
        assertEquals(new Size(3, 60, 1), Size.parse(""));
    }

    @Test
    void bad_input_is_refused_and_named() {
        assertRefused("nodes=0", "nodes takes a number from 1 to 100, not 0");
        assertRefused("guests=50001", "guests takes a number from 0 to 50000, not 50001");
        assertRefused("guests=many", "guests takes a whole number, not 'many'");
        assertRefused("nodes", "nodes takes a whole number, not ''");
        assertRefused("vms=3", "does not know 'vms'");
        assertRefused("nodes=1,nodes=2", "names nodes twice");
        assertRefused("nodes=1,", "does not know ''");
    }

    private static void assertRefused(String text, String why) {
        String message = assertThrows(IllegalArgumentException.class, () -> Size.parse(text))
                .getMessage();
        assertTrue(message.contains(why), message);
    }

    @Test
    void the_same_seed_drafts_the_same_guests_and_another_seed_others() {
        List<Draft> drafts = new Drafts(new Size(3, 200, 1)).all();
        assertEquals(drafts, new Drafts(new Size(3, 200, 1)).all());
        assertNotEquals(drafts, new Drafts(new Size(3, 200, 2)).all());
        assertEquals(200, new HashSet<>(drafts.stream().map(Draft::vmid).toList()).size());
        assertTrue(drafts.stream().anyMatch(d -> d.options().containsKey("template")));
        assertTrue(drafts.stream().anyMatch(d -> d.upSeconds().isEmpty()));
    }
}
