package io.coppice.servicekit.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogLineTest {
    private final LogLine lines = new LogLine("node");

    private static LogRecord record(String message) {
        LogRecord r = new LogRecord(Level.WARNING, message);
        r.setLoggerName("io.coppice.x.Y");
        r.setInstant(Instant.ofEpochMilli(1_800_000_000_123L));
        return r;
    }

    @Test
    void a_record_is_one_line_of_names_and_values() {
        assertEquals(
                "time=2027-01-15T08:00:00.123Z level=warning process=node logger=io.coppice.x.Y"
                        + " msg=\"a \\\"b\\\" = c\\nd\"\n",
                lines.format(record("a \"b\" = c\nd")));
    }

    @Test
    void a_stack_trace_stays_on_the_line() {
        LogRecord r = record("failed");
        r.setThrown(new IllegalStateException("why", new RuntimeException("deeper")));
        String line = lines.format(r);
        assertEquals(1, line.lines().count());
        assertTrue(line.contains(" msg=failed error=\"java.lang.IllegalStateException: why\\n\\tat "), line);
        assertTrue(line.contains("Caused by: java.lang.RuntimeException: deeper"), line);
    }

    @Test
    void a_line_says_which_request_and_task_it_belongs_to_and_no_longer() {
        AtomicReference<String> line = new AtomicReference<>("");
        Trace.inRequest(
                "abc-1",
                () -> Trace.inTask("UPID:pve1:0:0:0:x::root@pam:", "task-pve1-0", "root@pam", () -> {
                    line.set(lines.format(record("x")));
                }));
        assertTrue(line.get().contains(" request=abc-1 task=UPID:pve1:0:0:0:x::root@pam: msg=x"), line.get());
        assertFalse(lines.format(record("x")).contains("request="));
    }

    @Test
    void a_request_with_no_proper_name_has_none() {
        AtomicReference<String> seen = new AtomicReference<>("unset");
        Trace.inRequest("a b\n", () -> seen.set(Trace.request()));
        assertEquals("", seen.get());
        assertTrue(Trace.newRequest().matches("[0-9a-f]{16}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cookie PVEAuthCookie=PVE:root@pam:6B0A7E2C::GEHEIM/+abc=; path",
                "PVEVNC:root@pam:6B0A7E2C::GEHEIM",
                "header PVEAPIToken=a@pve!t=01234567-0000-0000-0000-000000000000"
            })
    void tickets_and_tokens_are_cut(String text) {
        String cut = Secrets.cut(text);
        assertTrue(cut.contains("[secret]"), cut);
        assertFalse(cut.contains("GEHEIM") || cut.contains("01234567"), cut);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password=GEHEIM&x=1",
                "{\"password\":\"GEHEIM\",\"a\":1}",
                "CSRFPreventionToken: GEHEIM",
                "-----BEGIN PRIVATE KEY-----\nGEHEIM\n-----END PRIVATE KEY-----",
                "--admin-password: GEHEIM"
            })
    void named_secrets_and_keys_are_cut(String text) {
        assertFalse(Secrets.cut(text).contains("GEHEIM"), Secrets.cut(text));
    }

    @Test
    void what_is_no_secret_stays() {
        String text =
                "VM 100: memory=512, password is required, task UPID:pve1:00000001:00000002:6B0A7E2C:qmstart:100:a:";
        assertEquals(text, Secrets.cut(text));
    }
}
