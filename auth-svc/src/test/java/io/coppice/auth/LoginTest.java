package io.coppice.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.servicekit.serve.Credential;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginTest {
    private static final Credential NONE = new Credential.None();
    private static final String LOGIN = "POST /access/ticket";
    private Fixture auth;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        auth = new Fixture(folder);
    }

    @AfterEach
    void stop() {
        auth.close();
    }

    private String failed(String user, String password) {
        return auth.refusal(NONE, LOGIN, Map.of("username", user, "password", password));
    }

    @Test
    void a_login_answers_ticket_token_and_what_pages_ask_for() {
        Map<String, Object> answer = auth.login("admin@pve", Fixture.PASSWORD);
        assertEquals("admin@pve", answer.get("username"));
        assertTrue(String.valueOf(answer.get("ticket")).matches("PVE:admin@pve:[0-9A-F]{8}::\\S+"));
        assertTrue(String.valueOf(answer.get("CSRFPreventionToken")).matches("[0-9A-F]{8}:\\S+"));
        assertEquals(
                Set.of("access", "dc", "mapping", "nodes", "sdn", "storage", "vms"),
                ((Map<?, ?>) answer.get("cap")).keySet());
    }

    @Test
    void the_realm_may_stand_apart_and_pam_vouches_for_root() {
        Map<String, Object> answer =
                auth.map(NONE, LOGIN, Map.of("username", "root", "realm", "pam", "password", "toor-toor"));
        assertEquals("root@pam", answer.get("username"));
    }

    @Test
    void whatever_is_wrong_the_answer_is_the_same() {
        for (String user : List.of("admin@pve", "nobody@pve", "admin@nowhere", "ad min", "root@pam")) {
            assertEquals("401 authentication failure", failed(user, "wrong"), user);
        }
    }

    @Test
    void pam_is_asked_only_about_users_that_are_known_here() {
        failed("daemon@pam", "x");
        assertFalse(auth.askedOfPam.contains("daemon@pam"));
    }

    @Test
    void a_ticket_renews_itself_while_it_lives_and_only_for_its_user() {
        String ticket = String.valueOf(auth.login("admin@pve", Fixture.PASSWORD).get("ticket"));
        auth.pass(Duration.ofMinutes(90));
        assertEquals("admin@pve", auth.login("admin@pve", ticket).get("username"));
        assertEquals("401 authentication failure", failed("root@pam", ticket));
        auth.pass(Duration.ofMinutes(31));
        assertEquals("401 authentication failure", failed("admin@pve", ticket));
    }

    @Test
    void a_node_that_is_cut_off_for_over_a_minute_lets_nobody_log_in_until_it_is_back() {
        String ticket = String.valueOf(auth.login("admin@pve", Fixture.PASSWORD).get("ticket"));
        auth.cutOff(Duration.ofSeconds(59));
        assertEquals("admin@pve", auth.login("admin@pve", Fixture.PASSWORD).get("username"));
        auth.cutOff(Duration.ofSeconds(61));
        for (String password : List.of(Fixture.PASSWORD, "wrong", ticket)) {
            String refused = failed("admin@pve", password);
            assertTrue(refused.startsWith("595 node 'pve1' has been cut off"), refused);
        }
        auth.cutOff(Duration.ZERO);
        assertEquals("admin@pve", auth.login("admin@pve", Fixture.PASSWORD).get("username"));
    }

    @Test
    void a_password_that_looks_like_a_ticket_is_still_a_password() {
        auth.user("ann@pve", "PVE:in:the:sky");
        assertEquals("ann@pve", auth.login("ann@pve", "PVE:in:the:sky").get("username"));
    }

    @Test
    void a_user_that_is_disabled_or_over_is_out_at_once() {
        Credential ann = auth.user("ann@pve", "anns-password");
        auth.call(auth.admin(), "PUT /access/users/{userid}", Map.of("userid", "ann@pve", "enable", 0));
        assertEquals("401 invalid PVE ticket", auth.refusal(ann, "GET /access/permissions", Map.of()));
        assertEquals("401 authentication failure", failed("ann@pve", "anns-password"));
    }

    @Test
    void guessing_is_slowed_for_the_user_and_ends_with_time() {
        auth.user("ann@pve", "anns-password");
        for (int i = 0; i < 8; i++) {
            failed("ann@pve", "wrong" + i);
        }
        assertEquals("401 authentication failure", failed("ann@pve", "anns-password"));
        auth.pass(Duration.ofMinutes(2));
        assertEquals("ann@pve", auth.login("ann@pve", "anns-password").get("username"));
    }

    @Test
    void a_changed_password_needs_the_old_one_and_a_token_cannot_change_any() {
        Credential ann = auth.user("ann@pve", "anns-password");
        Map<String, Object> change = Map.of("userid", "ann@pve", "password", "another-one");
        assertTrue(auth.refusal(ann, "PUT /access/password", change).startsWith("400"));
        auth.call(
                ann,
                "PUT /access/password",
                Map.of("userid", "ann@pve", "password", "another-one", "confirmation-password", "anns-password"));
        assertEquals("401 authentication failure", failed("ann@pve", "anns-password"));
        assertEquals("ann@pve", auth.login("ann@pve", "another-one").get("username"));
        Map<String, Object> made = auth.map(
                auth.admin(),
                "POST /access/users/{userid}/token/{tokenid}",
                Map.of("userid", "admin@pve", "tokenid", "full", "privsep", 0));
        Credential token = new Credential.ApiToken("admin@pve!full=" + made.get("value"));
        assertTrue(auth.refusal(token, "PUT /access/password", change).startsWith("403"));
    }

    @Test
    void the_first_start_happens_once() {
        assertFalse(auth.first.ensure("something-else"));
        assertEquals("admin@pve", auth.login("admin@pve", Fixture.PASSWORD).get("username"));
    }
}
