package io.coppice.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.auth.login.PasswordHash;
import io.coppice.contract.endpoint.Service;
import io.coppice.servicekit.serve.Credential;
import io.coppice.store.Change;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForeignPasswordTest {
    private static final String PASSWORD = "grün und gut";
    private static final String SHA256 = "$5$Oaksalt1$aJeJEsREr3luzjafZegbQZocfOHJoDQKesY2lhw1FA0";
    private static final List<String> HASHES = List.of(
            SHA256,
            "$6$Oaksalt1$ekpkCVfIW3i5cEEECjWW3P7eU5iNOtkJxPIgdCEiURsKmytYdI6a3wdGEH3VClgPBJa9PlfvG1Rf8jV1HzWYQ0",
            "$y$j9T$F5Jx5fExrKuPp53xLKQ..1$4chB4szFbu8wC3f4tYVgGPorR0hqSeqF7BF1kQyno9B",
            "$2b$05$abcdefghijklmnopqrstuuRw7MgHgnP33WbrQZoTF9HHRJP6e8cwK");

    @Test
    void hashes_of_the_hosts_own_kinds_are_checked() {
        for (String hash : HASHES) {
            assertTrue(PasswordHash.knowsForeign(hash), hash);
            assertTrue(PasswordHash.matches(PASSWORD, hash + "\n"), hash);
            for (String wrong : List.of("grün und gu", "", PASSWORD + "\0", "x".repeat(2000))) {
                assertFalse(PasswordHash.matches(wrong, hash), hash);
            }
        }
    }

    @Test
    void weak_endless_and_broken_ones_are_not_known_and_match_nothing() {
        for (String hash : List.of(
                "$1$Oaksalt1$Kw0GSjPb0LXW3f7C0P8Ox0",
                "$5$rounds=999999999$Oaksalt1$aJeJEsREr3luzjafZegbQZocfOHJoDQKesY2lhw1FA0",
                "$5$Oaksalt1$aJeJEs",
                "$5$Oaksalt1$",
                "!",
                "*",
                "",
                PasswordHash.of(PASSWORD))) {
            assertFalse(PasswordHash.knowsForeign(hash), hash);
        }
        assertFalse(PasswordHash.matches("", "$5$Oaksalt1$"));
    }

    @Test
    void who_came_with_such_a_hash_logs_in_and_has_one_of_ours_once_the_password_is_changed(@TempDir Path folder)
            throws IOException {
        try (Fixture auth = new Fixture(folder)) {
            auth.call(auth.admin(), "POST /access/users", Map.of("userid", "ann@pve"));
            auth.store.submit(Change.by(Service.AUTH, "x")
                    .put("priv/shadow.cfg:ann@pve", SHA256 + "\n")
                    .build());
            assertEquals("ann@pve", auth.login("ann@pve", PASSWORD).get("username"));
            assertEquals(
                    "401 authentication failure",
                    auth.refusal(
                            new Credential.None(),
                            "POST /access/ticket",
                            Map.of("username", "ann@pve", "password", "wrong")));
            auth.call(
                    auth.ticket("ann@pve", PASSWORD),
                    "PUT /access/password",
                    Map.of("userid", "ann@pve", "password", "another-one", "confirmation-password", PASSWORD));
            assertEquals("ann@pve", auth.login("ann@pve", "another-one").get("username"));
            assertTrue(auth.store
                    .image()
                    .find("priv/shadow.cfg:ann@pve")
                    .orElseThrow()
                    .text()
                    .startsWith("pbkdf2-"));
        }
    }
}
