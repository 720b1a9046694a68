package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests as clients send them, and answers as they read them. */
class RequestWireTest {
    private static final String USERS = "/api2/json/access/users";

    @TempDir
    static Path folder;

    private static InProcessNode node;
    private static String auth;
    private static String upid;

    @BeforeAll
    static void start() throws Exception {
        node = new InProcessNode(folder, Duration.ofSeconds(75));
        auth = "Cookie: PVEAuthCookie=" + node.ticket("root@pam", Duration.ZERO) + "\r\nCSRFPreventionToken: "
                + node.csrf("root@pam") + "\r\n";
        upid = ask("POST /api2/json/nodes/pve1/qemu", "vmid=100&memory=32")
                .data()
                .asText();
        Await.until(
                "the end of " + upid,
                Duration.ofSeconds(30),
                () -> ask("GET /api2/json/nodes/pve1/tasks/" + upid + "/status", "")
                        .data()
                        .path("status")
                        .asText()
                        .equals("stopped"));
    }

    @AfterAll
    static void stop() throws Exception {
        node.close();
    }

    private static Wire.Reply ask(String line, String body) throws Exception {
        return ask(line, "", body);
    }

    private static Wire.Reply ask(String line, String headers, String body) throws Exception {
        try (Wire wire = node.wire()) {
            return wire.ask(line, auth + headers, body);
        }
    }

    private static JsonNode user(String id) throws Exception {
        return ask("GET " + USERS + "/" + id, "").data();
    }

    @Test
    void json_brings_numbers_and_booleans_in_every_spelling() throws Exception {
        String[] off = {"0", "false", "off", "no", "False", "OFF", "No"};
        for (String spelling : off) {
            ask("PUT " + USERS + "/admin@pve", "enable=1");
            assertEquals(
                    200,
                    ask("PUT " + USERS + "/admin@pve", "enable=" + spelling).status(),
                    spelling);
            assertEquals(0, user("admin@pve").path("enable").asInt(-1), spelling);
        }
        for (String spelling : List.of("1", "true", "on", "yes", "True", "ON")) {
            ask("PUT " + USERS + "/admin@pve", "enable=0");
            assertEquals(
                    200,
                    ask("PUT " + USERS + "/admin@pve", "enable=" + spelling).status(),
                    spelling);
            assertEquals(1, user("admin@pve").path("enable").asInt(-1), spelling);
        }
        String json = "Content-Type: application/json\r\n";
        for (String value : List.of("false", "0", "\"0\"", "\"off\"")) {
            ask("PUT " + USERS + "/admin@pve", "enable=1");
            ask("PUT " + USERS + "/admin@pve", json, "{\"enable\":" + value + ",\"expire\":4102444800}");
            assertEquals(0, user("admin@pve").path("enable").asInt(-1), value);
            assertEquals(4102444800L, user("admin@pve").path("expire").asLong());
        }
        assertEquals(
                200, ask("PUT " + USERS + "/admin@pve", "enable=1&expire=0").status());
    }

    @Test
    void a_body_may_be_empty_in_every_way() throws Exception {
        ask("POST /api2/json/nodes/pve1/qemu/100/status/resume", "");
        for (String headers : List.of("", "Content-Type: application/json\r\n", "Content-Length: 0\r\n")) {
            Wire.Reply reply = ask("POST " + USERS, headers, "");
            assertEquals(400, reply.status(), headers);
            assertEquals("property is missing and it is not optional", reply.error("userid"));
        }
        Wire.Reply reply = ask("PUT " + USERS + "/admin@pve", "Content-Type: application/json\r\n", "{}");
        assertEquals(200, reply.status(), reply::text);
    }

    @Test
    void lists_come_as_repeated_keys_as_json_or_joined() throws Exception {
        ask("POST " + USERS, "userid=a@pve");
        ask("POST " + USERS, "userid=b@pve");
        String acl = "PUT /api2/json/access/acl";
        assertEquals(
                200,
                ask(acl, "path=/vms/1000&roles=PVEAuditor&users=a@pve&users=b@pve")
                        .status());
        assertEquals(
                200,
                ask(
                                acl,
                                "Content-Type: application/json\r\n",
                                "{\"path\":\"/vms/1001\",\"roles\":\"PVEAuditor\",\"users\":[\"a@pve\",\"b@pve\"]}")
                        .status());
        assertEquals(
                200,
                ask(acl, "path=/vms/1002&roles=PVEAuditor&users=a@pve,b@pve").status());
        assertEquals(
                200,
                ask(acl, "path=/vms/1003&roles=PVEAuditor&users=a@pve%00b@pve").status());
        int grants = 0;
        for (JsonNode grant : ask("GET /api2/json/access/acl", "").data()) {
            grants += grant.path("path").asText().matches("/vms/100[0-3]") ? 1 : 0;
        }
        assertEquals(8, grants);
    }

    @Test
    void get_and_delete_take_their_parameters_from_the_query() throws Exception {
        assertEquals(
                "property is not defined in schema and the schema does not allow additional properties",
                ask("DELETE " + USERS + "/nobody@pve?nonsense=1", "").error("nonsense"));
        assertEquals(
                "type check ('boolean') failed - got 'maybe'",
                ask("GET " + USERS + "?full=maybe", "").error("full"));
        assertEquals(200, ask("GET " + USERS + "?full=1&_dc=1700000000", "").status());
    }

    @Test
    void a_path_comes_raw_or_encoded_and_with_trailing_slashes() throws Exception {
        for (String form : List.of(upid, upid.replace(":", "%3A").replace("@", "%40"), upid + "/", upid + "//")) {
            String line = "GET /api2/json/nodes/pve1/tasks/" + form + (form.endsWith("/") ? "status/" : "/status");
            Wire.Reply reply = ask(line, "");
            assertEquals(200, reply.status(), line);
            assertEquals("OK", reply.data().path("exitstatus").asText());
        }
        assertEquals(200, ask("GET /api2/json/version/", "").status());
        assertEquals(200, ask("GET /api2/json//version", "").status());
    }

    @Test
    void the_other_dialect_always_answers_200() throws Exception {
        JsonNode good = ask("GET /api2/extjs/version", "").body();
        assertEquals(1, good.path("success").asInt());
        assertEquals("9.2", good.path("data").path("version").asText());
        Wire.Reply bad = ask("POST /api2/extjs/access/users", "");
        assertEquals(200, bad.status());
        assertEquals(0, bad.body().path("success").asInt(-1));
        assertEquals(400, bad.body().path("status").asInt());
        assertEquals(
                "Parameter verification failed.\n", bad.body().path("message").asText());
        assertTrue(bad.body().path("data").isNull());
        assertTrue(bad.body().path("errors").has("userid"));
        try (Wire wire = node.wire()) {
            Wire.Reply nobody = wire.ask("GET /api2/extjs/version", "");
            assertEquals(200, nobody.status());
            assertEquals(401, nobody.body().path("status").asInt());
        }
    }

    @Test
    void success_is_200_with_data_and_this_content_type_exactly() throws Exception {
        for (String line : List.of("GET /api2/json/version", "DELETE /api2/json/access/users/nobody@pve")) {
            Wire.Reply reply = ask(line, "");
            assertEquals(200, reply.status());
            assertEquals("OK", reply.reason());
            assertEquals("application/json;charset=UTF-8", reply.headers().get("content-type"));
            assertTrue(reply.body().has("data"));
        }
        assertEquals(
                "{\"data\":null}",
                ask("DELETE /api2/json/access/users/nobody@pve", "").text());
    }

    @Test
    void an_error_stands_in_the_reason_and_in_the_body() throws Exception {
        Wire.Reply missing = ask("GET " + USERS + "/nobody@pve", "");
        assertEquals(500, missing.status());
        assertEquals("no such user ('nobody@pve')", missing.reason());
        assertEquals("{\"data\":null,\"message\":\"no such user ('nobody@pve')\\n\"}", missing.text());
        assertEquals("application/json;charset=UTF-8", missing.headers().get("content-type"));
        Wire.Reply bad = ask("POST " + USERS, "userid=a%40pve&expire=-1&enable=x&color=red");
        assertEquals(400, bad.status());
        assertEquals("Parameter verification failed.", bad.reason());
        assertEquals("value must have a minimum value of 0", bad.error("expire"));
        assertEquals("type check ('boolean') failed - got 'x'", bad.error("enable"));
    }

    @Test
    void a_text_that_is_not_latin_or_has_line_ends_cannot_leave_its_reason() throws Exception {
        for (String name : List.of("%C3%A4%E2%82%AC", "a%0D%0AX-Evil:%20yes", "%E2%80%A8")) {
            Wire.Reply reply = ask("GET /api2/json/access/roles/" + name, "");
            assertTrue(reply.status() == 400 || reply.status() == 500, reply::text);
            assertTrue(reply.reason().chars().allMatch(c -> c >= 0x20 && c < 0x7f), reply::reason);
            assertTrue(!reply.headers().containsKey("x-evil"));
        }
        Wire.Reply named = ask("GET /api2/json/nodes/pve1/nothing-%C3%A4", "");
        assertEquals("Method 'GET /nodes/pve1/nothing-?' not implemented", named.reason());
        assertEquals(
                "Method 'GET /nodes/pve1/nothing-ä' not implemented\n",
                named.body().path("message").asText());
    }

    @Test
    void what_is_not_there_answers_501_with_its_name() throws Exception {
        for (String line : List.of("GET /x", "PATCH /version", "PUT /version", "DELETE /nodes/pve1/qemu/100/x")) {
            String[] parts = line.split(" ");
            Wire.Reply reply = ask(parts[0] + " /api2/json" + parts[1], "");
            assertEquals(501, reply.status(), line);
            assertEquals("Method '" + line + "' not implemented", reply.reason());
        }
    }

    @Test
    void a_node_that_is_not_there_is_named() throws Exception {
        Wire.Reply reply = ask("GET /api2/json/nodes/elsewhere/qemu", "");
        assertEquals(500, reply.status());
        assertEquals("no such cluster node 'elsewhere'", reply.reason());
    }

    @Test
    void a_head_is_a_get_without_its_body_and_options_says_what_there_is() throws Exception {
        Wire.Reply head = ask("HEAD /api2/json/version", "");
        Wire.Reply get = ask("GET /api2/json/version", "");
        assertEquals(200, head.status());
        assertEquals(get.headers().get("content-length"), head.headers().get("content-length"));
        Wire.Reply options = ask("OPTIONS /api2/json/access/users", "");
        assertEquals(200, options.status());
        assertEquals("GET, HEAD, POST, OPTIONS", options.headers().get("allow"));
        assertEquals(501, ask("OPTIONS /api2/json/nothing", "").status());
    }

    @Test
    void a_log_is_numbered_lines_or_a_file() throws Exception {
        String log = "/api2/json/nodes/pve1/tasks/" + upid + "/log";
        JsonNode lines = ask("GET " + log, "").data();
        assertEquals(1, lines.get(0).path("n").asInt());
        Wire.Reply file = ask("GET " + log + "?download=1", "");
        assertEquals(200, file.status());
        assertEquals("text/plain;charset=UTF-8", file.headers().get("content-type"));
        assertTrue(
                file.headers().get("content-disposition").matches("attachment; filename=\"task-pve1-qmcreate-.*log\""));
        assertEquals(
                lines.get(lines.size() - 1).path("t").asText(),
                file.text().lines().reduce((a, b) -> b).orElse(""));
    }

    @Test
    void a_task_is_known_by_nine_fields() {
        assertTrue(upid.matches("UPID:pve1:[0-9A-F]{8}:[0-9A-F]{8}:[0-9A-F]{8}:qmcreate:100:root@pam:"), upid);
    }

    @Test
    void an_answer_says_how_far_the_truth_had_come_and_a_request_waits_for_it() throws Exception {
        String before = ask("GET /api2/json/version", "").headers().get("coppice-revision");
        String after = ask("PUT " + USERS + "/admin@pve", "comment=x").headers().get("coppice-revision");
        assertTrue(number(after) > number(before), before + " " + after);
        assertEquals(before.substring(0, 36), after.substring(0, 36));
        long start = System.nanoTime();
        String future = after.substring(0, 37) + (number(after) + 1000);
        assertEquals(
                200,
                ask("GET /api2/json/version", "Coppice-Revision: " + future + "\r\n", "")
                        .status());
        long waited = Duration.ofNanos(System.nanoTime() - start).toMillis();
        assertTrue(waited >= 900, "waited " + waited + " ms");
        for (String nonsense : List.of("x", "7", "-", after.replaceFirst("^.", "z"), after + "99999999999999999999")) {
            assertEquals(
                    200,
                    ask("GET /api2/json/version", "Coppice-Revision: " + nonsense + "\r\n", "")
                            .status());
        }
    }

    private static long number(String revision) {
        return Long.parseLong(revision.substring(37));
    }
}
