package io.coppice.gateway.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.coppice.servicekit.serve.Credential;
import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;

class CredentialsTest {
    private static final Credential TICKET = new Credential.Ticket("PVE:root@pam:4EEC61E2::a+b/c==");

    private static Credential of(String... headers) {
        MultiMap all = MultiMap.caseInsensitiveMultiMap();
        for (int i = 0; i < headers.length; i += 2) {
            all.add(headers[i], headers[i + 1]);
        }
        return Credentials.of(all);
    }

    @Test
    void a_cookie_is_taken_raw_or_escaped_among_others_and_up_to_the_semicolon() {
        assertEquals(TICKET, of("Cookie", "a=b; PVEAuthCookie=PVE:root@pam:4EEC61E2::a+b/c==; path=/; secure"));
        assertEquals(TICKET, of("Cookie", "PVEAuthCookie=PVE%3Aroot%40pam%3A4EEC61E2%3A%3Aa%2Bb%2Fc%3D%3D"));
    }

    @Test
    void a_ticket_may_stand_in_the_authorization_header() {
        assertEquals(TICKET, of("Authorization", "PVEAuthCookie=PVE:root@pam:4EEC61E2::a+b/c=="));
    }

    @Test
    void a_token_is_taken_with_an_equals_sign_or_a_space() {
        Credential token = new Credential.ApiToken("u@pve!t=11111111-2222-3333-4444-555555555555");
        assertEquals(token, of("Authorization", "PVEAPIToken=u@pve!t=11111111-2222-3333-4444-555555555555"));
        assertEquals(token, of("Authorization", "PVEAPIToken u@pve!t=11111111-2222-3333-4444-555555555555"));
    }

    @Test
    void the_cookie_goes_before_the_token() {
        assertEquals(
                TICKET,
                of("Authorization", "PVEAPIToken=u@pve!t=x", "Cookie", "PVEAuthCookie=PVE:root@pam:4EEC61E2::a+b/c=="));
    }

    @Test
    void an_empty_cookie_and_garbage_are_nothing() {
        assertEquals(new Credential.None(), of("Cookie", "PVEAuthCookie="));
        assertEquals(new Credential.None(), of("Authorization", "Basic abc"));
        assertEquals(new Credential.None(), of());
    }
}
