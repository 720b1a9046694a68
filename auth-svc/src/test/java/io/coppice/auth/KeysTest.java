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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysTest {
    private static final String OLD = "authkey.pub.pem.old";
    private Fixture auth;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        auth = new Fixture(folder);
        auth.keys.rotate(auth.now());
    }

    @AfterEach
    void stop() {
        auth.close();
    }

    private String key() {
        return auth.store.image().find("authkey.pub.pem").orElseThrow().text();
    }

    private void assertHolds(Credential ticket) {
        auth.call(ticket, "GET /access/permissions", Map.of());
    }

    private void passAndRotate(Duration time) {
        auth.pass(time);
        auth.keys.rotate(auth.now());
    }

    @Test
    void a_key_of_today_stays() {
        String key = key();
        passAndRotate(Duration.ofHours(20));
        assertEquals(key, key());
    }

    @Test
    void after_a_day_a_new_key_signs_and_what_the_last_one_signed_holds_on() {
        passAndRotate(Duration.ofHours(23));
        Credential before = auth.admin();
        String key = key();
        passAndRotate(Duration.ofMinutes(90));
        assertFalse(key.equals(key()));
        assertHolds(before);
        Credential after = auth.admin();
        assertHolds(after);
        auth.pass(Duration.ofMinutes(31));
        assertEquals("401 invalid PVE ticket", auth.refusal(before, "GET /access/permissions", Map.of()));
        assertHolds(after);
    }

    @Test
    void the_last_key_goes_when_no_ticket_of_it_can_hold_any_more() {
        passAndRotate(Duration.ofHours(25));
        assertTrue(auth.store.image().find(OLD).isPresent());
        passAndRotate(Duration.ofMinutes(119));
        assertTrue(auth.store.image().find(OLD).isPresent());
        passAndRotate(Duration.ofMinutes(7));
        assertFalse(auth.store.image().find(OLD).isPresent());
        assertHolds(auth.admin());
    }

    @Test
    void after_a_renewal_nothing_holds_that_older_keys_signed_and_tokens_go_on() {
        passAndRotate(Duration.ofHours(23));
        Credential ofTheLast = auth.admin();
        passAndRotate(Duration.ofMinutes(90));
        Credential ofThePresent = auth.admin();
        Object token = auth.map(
                        ofThePresent,
                        "POST /access/users/{userid}/token/{tokenid}",
                        Map.of("userid", "admin@pve", "tokenid", "ci", "privsep", false))
                .get("value");
        String key = key();
        auth.keys.renew("a1b2c3d4", "system:node@pve1", auth.now());
        String renewed = key();
        assertFalse(key.equals(renewed));
        assertFalse(auth.store.image().find(OLD).isPresent());
        for (Credential old : List.of(ofTheLast, ofThePresent)) {
            assertEquals("401 invalid PVE ticket", auth.refusal(old, "GET /access/permissions", Map.of()));
        }
        assertHolds(new Credential.ApiToken("admin@pve!ci=" + token));
        Credential after = auth.admin();
        auth.keys.renew("a1b2c3d4", "system:node@pve2", auth.now());
        assertEquals(renewed, key(), "once for each renewal");
        assertHolds(after);
        passAndRotate(Duration.ofHours(25));
        assertHolds(auth.admin());
    }

    @Test
    void the_private_half_is_kept_sealed_and_only_once() {
        passAndRotate(Duration.ofHours(25));
        assertEquals(1, auth.store.image().below("priv/authkey").size());
        assertFalse(
                auth.store.image().find("priv/authkey.key").orElseThrow().text().contains("PRIVATE KEY"));
    }
}
