package io.coppice.servicekit.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListWishTest {
    private static final List<Map<String, Object>> GUESTS = List.of(
            Map.of("vmid", 100L, "name", "web1", "status", "running", "cpu", 0.25),
            Map.of("vmid", 101L, "name", "web2", "status", "stopped"),
            Map.of("vmid", 20L, "name", "db,1", "status", "running", "cpu", 1.5),
            Map.of("vmid", 102L, "name", "mail", "status", "running", "cpu", 0.5));

    @Test
    void all_conditions_hold_together() {
        assertEquals(List.of(100L, 102L), vmids(Map.of("filter", "status=running,vmid>=100")));
        assertEquals(List.of(100L, 101L), vmids(Map.of("filter", "name=web?")));
        assertEquals(List.of(20L, 102L), vmids(Map.of("filter", "name!=web*")));
        assertEquals(List.of(20L), vmids(Map.of("filter", "name=db\\,1")));
        assertEquals(List.of(20L), vmids(Map.of("filter", "cpu>0.5")));
    }

    @Test
    void an_absent_field_is_an_empty_text_and_no_number() {
        assertEquals(List.of(101L), vmids(Map.of("filter", "cpu=")));
        assertEquals(List.of(100L), vmids(Map.of("filter", "cpu<0.5")));
    }

    @Test
    void numbers_sort_by_size_texts_by_letters_and_what_is_absent_comes_last() {
        assertEquals(List.of(20L, 100L, 101L, 102L), vmids(Map.of("sort", "vmid")));
        assertEquals(List.of(20L, 102L, 100L, 101L), vmids(Map.of("sort", "-cpu")));
        assertEquals(List.of(100L, 102L, 20L, 101L), vmids(Map.of("sort", "cpu")));
        assertEquals(List.of(102L, 100L, 20L, 101L), vmids(Map.of("sort", "status,-vmid")));
    }

    @Test
    void pages_put_together_are_the_list_and_say_how_long_it_is() {
        Page first = wish(Map.of("sort", "vmid", "start", 0L, "limit", 3L));
        Page second = wish(Map.of("sort", "vmid", "start", 3L, "limit", 3L));
        assertEquals(List.of(20L, 100L, 101L), vmids(first));
        assertEquals(List.of(102L), vmids(second));
        assertEquals(4, second.total());
        assertTrue(wish(Map.of("start", 9L)).entries().isEmpty());
    }

    @Test
    void fields_are_cut_to_those_that_are_wanted() {
        Page page = wish(Map.of("fields", "vmid, cpu", "filter", "name=web*"));
        assertEquals(List.of(Map.of("vmid", 100L, "cpu", 0.25), Map.of("vmid", 101L)), page.entries());
    }

    @Test
    void a_bad_wish_is_refused_by_the_name_of_its_parameter() {
        assertEquals("filter", refused(Map.of("filter", "status")));
        assertEquals("filter", refused(Map.of("filter", "cpu<much")));
        assertEquals("filter", refused(Map.of("filter", "a=b,,c=d")));
        assertEquals("sort", refused(Map.of("sort", "na me")));
        assertEquals("fields", refused(Map.of("fields", "name,")));
    }

    @Test
    void a_glob_full_of_stars_ends_at_once() {
        Glob stars = new Glob("*a".repeat(400) + "b");
        assertTrue(!stars.matches("a".repeat(10_000)));
        assertTrue(new Glob("*a*b*").matches("xxaxxbxx"));
        assertTrue(!new Glob("?").matches(""));
    }

    @Test
    void without_any_wish_there_is_none() {
        assertTrue(ListWish.of(Map.of("type", "vm")).isEmpty());
    }

    private static List<Object> vmids(Map<String, Object> parameters) {
        return vmids(wish(parameters));
    }

    private static List<Object> vmids(Page page) {
        return page.entries().stream()
                .map(e -> (Object) ((Map<?, ?>) e).get("vmid"))
                .toList();
    }

    private static Page wish(Map<String, Object> parameters) {
        return ListWish.of(new HashMap<>(parameters)).orElseThrow().of(GUESTS, (e, name) -> ((Map<?, ?>) e).get(name));
    }

    private static String refused(Map<String, Object> parameters) {
        Refused r = assertThrows(Refused.class, () -> ListWish.of(parameters));
        return String.join(" ", ((Failure.BadParameters) r.failure()).byName().keySet());
    }
}
