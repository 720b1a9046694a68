package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Login and what a request is known by, as clients send them. */
class LoginWireTest {
    private static final String LOGIN = "POST /api2/json/access/ticket";
    private static final String FORM = "username=admin%40pve&password=" + InProcessNode.PASSWORD;
    private static final String ADMIN = "admin@pve";

    @TempDir
    static Path folder;

    private static InProcessNode node;
    private static String token;

    @BeforeAll
    static void start() throws Exception {
        node = new InProcessNode(folder, Duration.ofSeconds(75));
        try (Wire wire = node.wire()) {
            token = wire.ask(
                            "POST /api2/json/access/users/admin@pve/token/full?x",
                            "Cookie: PVEAuthCookie=" + node.ticket(ADMIN, Duration.ZERO) + "\r\nCSRFPreventionToken: "
                                    + node.csrf(ADMIN) + "\r\n",
                            "privsep=0")
                    .data()
                    .path("value")
                    .asText();
        }
    }

    @AfterAll
    static void stop() throws Exception {
        node.close();
    }

    @AfterEach
    void clockBack() {
        node.turnClock(Duration.ZERO);
    }

    private static Wire.Reply ask(String line, String headers, String body) throws Exception {
        try (Wire wire = node.wire()) {
            return wire.ask(line, headers, body);
        }
    }

    private static Wire.Reply version(String headers) throws Exception {
        return ask("GET /api2/json/version", headers, "");
    }

    private static void assertLoggedIn(Wire.Reply reply) {
        assertEquals(200, reply.status(), reply::text);
        assertEquals(ADMIN, reply.data().path("username").asText());
    }

    @Test
    void a_login_is_a_form_with_or_without_a_type_or_json_with_or_without_a_charset() throws Exception {
        String json = "{\"username\":\"admin@pve\",\"password\":\"" + InProcessNode.PASSWORD + "\"}";
        assertLoggedIn(ask(LOGIN, "Content-Type: application/x-www-form-urlencoded\r\n", FORM));
        assertLoggedIn(ask(LOGIN, "", FORM));
        assertLoggedIn(ask(LOGIN, "Content-Type: application/json\r\n", json));
        assertLoggedIn(ask(LOGIN, "Content-Type: application/json; charset=utf-8\r\n", json));
        assertLoggedIn(ask(LOGIN, "Content-Type: Application/JSON;charset=UTF-8\r\n", json));
    }

    @Test
    void the_realm_may_stand_apart() throws Exception {
        assertLoggedIn(ask(LOGIN, "", "username=admin&realm=pve&password=" + InProcessNode.PASSWORD));
        assertLoggedIn(ask(LOGIN, "", "username=admin%40pve&realm=pve&password=" + InProcessNode.PASSWORD));
    }

    @Test
    void a_cookie_that_is_empty_or_garbage_does_not_matter() throws Exception {
        for (String cookie : List.of("", "PVE:admin@pve:00000000::AAAA", "%%%", "x=y; ; ;=", "\"quoted\"")) {
            assertLoggedIn(ask(LOGIN, "Cookie: PVEAuthCookie=" + cookie + "\r\n", FORM));
        }
        assertLoggedIn(ask(LOGIN, "Authorization: PVEAPIToken=nobody@pve!x=y\r\n", FORM));
    }

    @Test
    void the_answer_has_all_that_clients_read() throws Exception {
        JsonNode data = ask(LOGIN, "", FORM).data();
        Set<String> names = new TreeSet<>();
        data.fieldNames().forEachRemaining(names::add);
        assertEquals(Set.of("username", "ticket", "CSRFPreventionToken", "cap", "clustername"), names);
        assertTrue(data.path("ticket").asText().matches("PVE:admin@pve:[0-9A-F]{8}::[A-Za-z0-9+/=]+"));
        Set<String> cap = new TreeSet<>();
        data.path("cap").fieldNames().forEachRemaining(cap::add);
        assertEquals(Set.of("access", "dc", "mapping", "nodes", "sdn", "storage", "vms"), cap);
        assertEquals(1, data.path("cap").path("vms").path("VM.PowerMgmt").asInt());
    }

    @Test
    void a_wrong_login_is_401_with_its_reason_and_nothing_in_the_body() throws Exception {
        Wire.Reply reply = ask(LOGIN, "", "username=admin%40pve&password=wrong");
        assertEquals(401, reply.status());
        assertEquals("authentication failure", reply.reason());
        assertEquals("{\"data\":null}", reply.text());
    }

    @Test
    void a_ticket_as_password_renews_itself_for_two_hours() throws Exception {
        String ticket = ask(LOGIN, "", FORM).data().path("ticket").asText();
        String renew = "username=admin%40pve&password=" + URLEncoder.encode(ticket, StandardCharsets.UTF_8);
        node.turnClock(Duration.ofMinutes(119));
        Wire.Reply renewed = ask(LOGIN, "", renew);
        assertLoggedIn(renewed);
        assertEquals(
                200, version(cookie(renewed.data().path("ticket").asText())).status());
        node.turnClock(Duration.ofMinutes(121));
        assertEquals(401, ask(LOGIN, "", renew).status());
    }

    private static String cookie(String value) {
        return "Cookie: PVEAuthCookie=" + value + "\r\n";
    }

    @Test
    void a_ticket_lives_two_hours_and_may_be_five_minutes_from_the_future() throws Exception {
        for (int minutes : List.of(-119, 0, 4)) {
            String ticket = node.ticket(ADMIN, Duration.ofMinutes(minutes));
            assertEquals(200, version(cookie(ticket)).status(), "minutes from now: " + minutes);
        }
        for (int minutes : List.of(-121, 6)) {
            Wire.Reply reply = version(cookie(node.ticket(ADMIN, Duration.ofMinutes(minutes))));
            assertEquals(401, reply.status(), "minutes from now: " + minutes);
            assertEquals("invalid PVE ticket", reply.reason());
        }
    }

    @Test
    void a_cookie_comes_raw_encoded_or_with_what_a_server_once_appended() throws Exception {
        String ticket = node.ticket(ADMIN, Duration.ZERO);
        String encoded = URLEncoder.encode(ticket, StandardCharsets.UTF_8);
        for (String form : List.of(ticket, encoded, ticket + "; path=/; secure", encoded + ";path=/", ticket + ";")) {
            assertEquals(200, version(cookie(form)).status(), form);
        }
        assertEquals(
                200,
                version("Cookie: lang=en; PVEAuthCookie=" + encoded + "; x=y\r\n")
                        .status());
        assertEquals(
                200,
                version("Cookie: lang=en\r\nCookie: PVEAuthCookie=" + encoded + "\r\n")
                        .status());
    }

    @Test
    void authorization_takes_a_ticket_or_a_token_with_equals_or_a_space() throws Exception {
        String ticket = node.ticket(ADMIN, Duration.ZERO);
        assertEquals(
                200, version("Authorization: PVEAuthCookie=" + ticket + "\r\n").status());
        assertEquals(
                200,
                version("Authorization: PVEAPIToken=admin@pve!full=" + token + "\r\n")
                        .status());
        assertEquals(
                200,
                version("Authorization: PVEAPIToken admin@pve!full=" + token + "\r\n")
                        .status());
        assertEquals(
                401,
                version("Authorization: PVEAPIToken=admin@pve!full=" + token + "x\r\n")
                        .status());
        assertEquals(401, version("Authorization: Basic YTpi\r\n").status());
    }

    @Test
    void the_cookie_goes_before_authorization() throws Exception {
        String good = node.ticket(ADMIN, Duration.ZERO);
        assertEquals(
                401,
                version(cookie("PVE:x") + "Authorization: PVEAuthCookie=" + good + "\r\n")
                        .status());
        assertEquals(
                200,
                version(cookie(good) + "Authorization: PVEAPIToken=x@y!z=1\r\n").status());
        assertEquals(
                200,
                version(cookie("") + "Authorization: PVEAuthCookie=" + good + "\r\n")
                        .status());
    }

    @Test
    void what_changes_something_needs_the_csrf_token_with_a_ticket_and_none_with_an_api_token() throws Exception {
        String ticket = cookie(node.ticket(ADMIN, Duration.ZERO));
        for (String line : List.of(
                "POST /api2/json/access/users", "PUT /api2/json/access/acl", "DELETE /api2/json/access/users/a@pve")) {
            for (String csrf : List.of("", "CSRFPreventionToken: \r\n", "CSRFPreventionToken: 00000000:AAAA\r\n")) {
                Wire.Reply reply = ask(line, ticket + csrf, "");
                assertEquals(401, reply.status(), line);
                assertEquals("Permission denied - invalid csrf token", reply.reason());
            }
            assertEquals(
                    401,
                    ask(line, ticket + "CSRFPreventionToken: " + node.csrf("root@pam") + "\r\n", "")
                            .status());
        }
        String gone = "DELETE /api2/json/access/users/nobody@pve";
        assertEquals(
                200,
                ask(gone, ticket + "CSRFPreventionToken: " + node.csrf(ADMIN) + "\r\n", "")
                        .status());
        assertEquals(
                200,
                ask(gone, "Authorization: PVEAPIToken=admin@pve!full=" + token + "\r\n", "")
                        .status());
    }

    @Test
    void no_ticket_a_bad_ticket_and_no_right_have_their_reasons() throws Exception {
        assertEquals("No ticket", version("").reason());
        assertEquals(401, version("").status());
        assertEquals(
                "invalid PVE ticket",
                version(cookie("PVE:root@pam:FFFFFFFF::AAAA")).reason());
        ask(
                "POST /api2/json/access/users",
                "Authorization: PVEAPIToken=admin@pve!full=" + token + "\r\n",
                "userid=poor%40pve");
        Wire.Reply refused = ask(
                "GET /api2/json/nodes/pve1/qemu/100/status/current",
                cookie(node.ticket("poor@pve", Duration.ZERO)),
                "");
        assertEquals(403, refused.status());
        assertEquals("Permission check failed (/vms/100, VM.Audit)", refused.reason());
        assertEquals(
                "Permission check failed (/vms/100, VM.Audit)\n",
                refused.body().path("message").asText());
    }
}
