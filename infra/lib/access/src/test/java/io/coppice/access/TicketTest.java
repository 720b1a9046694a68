package io.coppice.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.word.UserId;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TicketTest {
    private static final KeyPair KEYS = keys();
    private static final Instant NOW = Instant.ofEpochSecond(1_790_000_000L);
    private static final UserId ANN = UserId.parse("ann@pve");
    private final TicketSigner signer = new TicketSigner(KEYS.getPrivate());
    private final TicketVerifier verifier = new TicketVerifier(List.of(KEYS.getPublic()));

    private static KeyPair keys() {
        try {
            KeyPairGenerator g = KeyPairGenerator.getInstance("RSA");
            g.initialize(2048);
            return g.generateKeyPair();
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_ticket_has_the_form_that_clients_know_and_names_its_user() {
        String ticket = signer.ticket(ANN, NOW);
        assertTrue(ticket.matches("PVE:ann@pve:[0-9A-F]{8}::[A-Za-z0-9+/]+"), ticket);
        assertEquals(Optional.of(ANN), verifier.user(ticket, NOW));
    }

    @Test
    void a_ticket_lives_two_hours_and_may_come_five_minutes_from_the_future() {
        String ticket = signer.ticket(ANN, NOW);
        assertTrue(verifier.user(ticket, NOW.plus(Duration.ofMinutes(119))).isPresent());
        assertTrue(verifier.user(ticket, NOW.plus(Duration.ofMinutes(121))).isEmpty());
        assertTrue(verifier.user(ticket, NOW.minus(Duration.ofMinutes(4))).isPresent());
        assertTrue(verifier.user(ticket, NOW.minus(Duration.ofMinutes(6))).isEmpty());
    }

    @Test
    void a_ticket_with_any_bit_turned_is_refused() {
        String ticket = signer.ticket(ANN, NOW);
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            char[] wrong = ticket.toCharArray();
            int at = random.nextInt(wrong.length);
            wrong[at] = (char) (wrong[at] ^ (1 << random.nextInt(7)));
            // the last base64 digit holds bits that decode to nothing
            if (at < wrong.length - 1) {
                assertTrue(verifier.user(new String(wrong), NOW).isEmpty(), new String(wrong));
            }
        }
    }

    @Test
    void a_csrf_token_is_bound_to_its_user_and_is_no_ticket() {
        String token = signer.csrfToken(ANN, NOW);
        assertTrue(verifier.csrfHolds(token, "ann@pve", NOW));
        assertFalse(verifier.csrfHolds(token, "bob@pve", NOW));
        assertFalse(verifier.csrfHolds(token, "ann@pve", NOW.plus(Duration.ofHours(3))));
        assertFalse(verifier.csrfHolds("", "ann@pve", NOW));
    }

    @Test
    void a_tokens_secret_is_compared_with_its_hash() {
        String hash = TokenSecret.hash("11111111-2222-3333-4444-555555555555");
        assertTrue(TokenSecret.matches("11111111-2222-3333-4444-555555555555", hash));
        assertFalse(TokenSecret.matches("x", hash));
        assertFalse(TokenSecret.matches("x", ""));
    }

    @Test
    void keys_survive_their_way_through_pem() {
        assertEquals(KEYS.getPublic(), PublicKeys.rsa(PublicKeys.pem(KEYS.getPublic())));
        assertEquals(KEYS.getPrivate(), PublicKeys.rsaPrivate(PublicKeys.pem(KEYS.getPrivate())));
    }
}
