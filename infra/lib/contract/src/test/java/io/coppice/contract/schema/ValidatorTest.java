package io.coppice.contract.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ValidatorTest {
    private static Map<String, String> errors(Schema schema, Object value) {
        Map<String, Object> given = new HashMap<>();
        given.put("x", value);
        return Validator.check(Schema.object(Map.of("x", schema)), given).errors();
    }

    private static Object value(Schema schema, Object value) {
        var checked = Validator.check(Schema.object(Map.of("x", schema)), Map.of("x", value));
        assertTrue(checked.errors().isEmpty(), () -> checked.errors().toString());
        return checked.values().get("x");
    }

    @Test
    void texts_become_values() {
        assertEquals(5L, value(Schema.integer(), "5"));
        assertEquals(5L, value(Schema.integer(), 5.0));
        assertEquals(new BigDecimal("1.5"), value(Schema.number(), "1.5"));
        assertEquals(true, value(Schema.bool(), "On"));
        assertEquals(false, value(Schema.bool(), 0));
        assertEquals("1", value(Schema.string(), true));
        assertEquals(List.of(7L), value(Schema.array(Schema.integer()), "7"));
        assertEquals("a1,b1", value(Schema.string().format("pve-configid-list"), List.of("a1", "b1")));
    }

    @Test
    void complaints_are_those_of_the_api() {
        assertEquals(Map.of("x", "type check ('integer') failed - got 'y'"), errors(Schema.integer(), "y"));
        assertEquals(Map.of("x", "value must have a minimum value of 16"), errors(Schema.integer(16, 20), "3"));
        assertEquals(Map.of("x", "value must have a maximum value of 20"), errors(Schema.integer(16, 20), 21));
        assertEquals(
                Map.of("x", "value 'c' does not have a value in the enumeration 'a, b'"),
                errors(Schema.oneOfTexts("a", "b"), "c"));
        assertEquals(
                Map.of("x", "value does not match the regex pattern"),
                errors(Schema.string().pattern("a+"), "b"));
        assertEquals(
                Map.of("x", "value may only be 2 characters long"),
                errors(Schema.string().maxLength(2), "abc"));
        assertEquals(
                Map.of("x", "invalid format - value does not look like a valid VM ID\n"),
                errors(Schema.integer().format("pve-vmid"), "99"));
        assertEquals(Map.of("x", ObjectCheck.MISSING), errors(Schema.string(), null));
        assertEquals(Map.of("x", "type check ('string') failed - got ARRAY"), errors(Schema.string(), List.of("a")));
        assertEquals(
                Map.of("x[1]", "type check ('integer') failed - got 'b'"),
                errors(Schema.array(Schema.integer()), List.of("1", "b")));
    }

    @Test
    void a_property_may_require_another() {
        Schema object = Schema.object(Map.of(
                "a", Schema.string().optional().requires("b"),
                "b", Schema.string().optional()));
        assertEquals(
                Map.of("b", "missing property - 'a' requires this property"),
                Validator.check(object, Map.of("a", "1")).errors());
        assertEquals(
                Map.of(), Validator.check(object, Map.of("a", "1", "b", "2")).errors());
    }

    @Test
    void an_empty_list_and_an_empty_optional_format_are_allowed() {
        assertEquals(Map.of(), errors(Schema.string().format("pve-node-list"), ""));
        assertEquals(Map.of(), errors(Schema.string().format("email-opt"), ""));
        assertEquals(1, errors(Schema.string().format("email-opt"), "nobody").size());
    }

    @Test
    void values_keep_the_order_in_which_they_were_given() {
        Schema object = Schema.object(Map.of("a", Schema.integer(), "b", Schema.integer(), "c", Schema.integer()));
        Map<String, Object> given = new java.util.LinkedHashMap<>();
        given.put("c", 1);
        given.put("a", 2);
        given.put("b", 3);
        assertEquals(
                List.of("c", "a", "b"),
                List.copyOf(Validator.check(object, given).values().keySet()));
    }
}
