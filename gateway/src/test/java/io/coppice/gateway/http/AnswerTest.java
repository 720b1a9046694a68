package io.coppice.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.coppice.contract.failure.Failure;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswerTest {
    private static String body(Answer a) {
        return new String(a.body(), StandardCharsets.UTF_8);
    }

    @Test
    void success_wraps_the_data() {
        assertEquals("{\"data\":[1]}", body(Answer.success(Answer.Dialect.JSON, new byte[] {'[', '1', ']'})));
        assertEquals(
                "{\"success\":1,\"data\":null}",
                body(Answer.success(Answer.Dialect.EXTJS, "null".getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void a_failure_stands_in_the_reason_and_in_the_body() {
        Answer a = Answer.failure(Answer.Dialect.JSON, new Failure.NotFound("storage 's' does not exist"));
        assertEquals(500, a.status());
        assertEquals("storage 's' does not exist", a.reason());
        assertEquals("{\"data\":null,\"message\":\"storage 's' does not exist\\n\"}", body(a));
    }

    @Test
    void bad_parameters_are_named() {
        Answer a = Answer.failure(Answer.Dialect.JSON, new Failure.BadParameters(Map.of("vmid", "why")));
        assertEquals(400, a.status());
        assertEquals(
                "{\"data\":null,\"message\":\"Parameter verification failed.\\n\",\"errors\":{\"vmid\":\"why\"}}",
                body(a));
    }

    @Test
    void a_failed_login_says_nothing_but_null() {
        Answer a = Answer.failure(Answer.Dialect.JSON, new Failure.Unauthenticated("authentication failure"));
        assertEquals(401, a.status());
        assertEquals("authentication failure", a.reason());
        assertEquals("{\"data\":null}", body(a));
    }

    @Test
    void the_extjs_dialect_answers_200_always() {
        Answer a = Answer.failure(Answer.Dialect.EXTJS, new Failure.Forbidden("/vms/100", "VM.Audit"));
        assertEquals(200, a.status());
        assertEquals(
                "{\"data\":null,\"success\":0,\"status\":403,"
                        + "\"message\":\"Permission check failed (/vms/100, VM.Audit)\\n\"}",
                body(a));
    }

    @Test
    void a_reason_is_one_printable_line() {
        assertEquals("a?b", Answer.phrase("a\tb\nHeader: x"));
        assertEquals("error", Answer.phrase(""));
    }
}
