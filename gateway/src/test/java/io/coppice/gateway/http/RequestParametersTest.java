package io.coppice.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.coppice.contract.failure.Refused;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestParametersTest {
    private static Map<String, Object> body(String type, String text) {
        return RequestParameters.fromBody(type, text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_body_without_a_type_is_a_form() {
        assertEquals(Map.of("username", "root@pam", "password", "a b"), body("", "username=root%40pam&password=a+b"));
    }

    @Test
    void a_repeated_key_is_a_list() {
        assertEquals(Map.of("command", List.of("ls", "-l")), RequestParameters.fromQuery("command=ls&command=-l"));
    }

    @Test
    void json_keeps_numbers_booleans_and_lists() {
        assertEquals(
                Map.of("n", 4L, "f", new BigDecimal("0.5"), "b", true, "l", List.of("a", "b")),
                body(
                        "application/json; charset=utf-8",
                        "{\"n\":4,\"f\":0.5,\"b\":true,\"l\":[\"a\",\"b\"],\"x\":null}"));
    }

    @Test
    void nothing_is_nothing_in_every_type() {
        assertEquals(Map.of(), body("", ""));
        assertEquals(Map.of(), body("application/json", ""));
        assertEquals(Map.of(), body("application/json", "{}"));
    }

    @Test
    void what_is_no_json_object_is_refused() {
        assertThrows(Refused.class, () -> body("application/json", "[1]"));
        assertThrows(Refused.class, () -> body("application/json", "{\"a\":"));
    }

    @Test
    void a_type_that_is_not_known_is_refused_and_named() {
        Refused r = assertThrows(Refused.class, () -> body("text/xml", "<a/>"));
        assertEquals(400, r.failure().status());
    }

    @Test
    void segments_are_decoded_and_a_trailing_slash_does_not_count() {
        assertEquals(
                List.of("nodes", "UPID:pve:00:root@pam:", "a+b"),
                RequestParameters.segments("/nodes/UPID%3Apve%3A00%3Aroot%40pam%3A/a+b/"));
    }

    @Test
    void a_broken_escape_is_a_clear_error() {
        assertThrows(Refused.class, () -> RequestParameters.segments("/a/%zz"));
    }
}
