package io.coppice.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.endpoint.Service;
import io.coppice.servicekit.serve.Credential;
import io.coppice.store.Change;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrantsTest {
    private static final String TOKEN = "/access/users/{userid}/token/{tokenid}";
    private Fixture auth;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        auth = new Fixture(folder);
    }

    @AfterEach
    void stop() {
        auth.close();
    }

    private Map<String, Object> permissions(Credential who) {
        return auth.map(who, "GET /access/permissions", Map.of());
    }

    private Credential token(String userid, String name, int privsep) {
        Map<String, Object> made =
                auth.map(auth.admin(), "POST " + TOKEN, Map.of("userid", userid, "tokenid", name, "privsep", privsep));
        assertEquals(userid + "!" + name, made.get("full-tokenid"));
        return new Credential.ApiToken(userid + "!" + name + "=" + made.get("value"));
    }

    @Test
    void a_grant_shows_in_what_the_user_may_and_its_removal_too() {
        Credential ann = auth.user("ann@pve", "anns-password");
        assertEquals(Map.of(), permissions(ann));
        auth.grant("/vms/100", "ann@pve", "PVETemplateUser");
        assertEquals(Map.of("/vms/100", Map.of("VM.Audit", true, "VM.Clone", true)), permissions(ann));
        auth.call(
                auth.admin(),
                "PUT /access/acl",
                Map.of("path", "/vms/100", "users", "ann@pve", "roles", "PVETemplateUser", "delete", 1));
        assertEquals(Map.of(), permissions(ann));
    }

    @Test
    void a_token_is_told_of_in_the_same_words_wherever_it_is_shown() {
        auth.user("ann@pve", "anns-password");
        token("ann@pve", "plain", 1);
        Map<String, Object> told = Map.of("expire", 0L, "privsep", true);
        Map<String, Object> ann = auth.map(auth.admin(), "GET /access/users/{userid}", Map.of("userid", "ann@pve"));
        assertEquals(Map.of("plain", told), ann.get("tokens"));
        assertEquals(told, auth.map(auth.admin(), "GET " + TOKEN, Map.of("userid", "ann@pve", "tokenid", "plain")));
        List<?> all = (List<?>) auth.call(auth.admin(), "GET /access/users", Map.of("full", 1));
        Object listed = all.stream()
                .map(u -> (Map<?, ?>) u)
                .filter(u -> "ann@pve".equals(u.get("userid")))
                .map(u -> u.get("tokens"))
                .findFirst()
                .orElseThrow();
        assertEquals(List.of(Map.of("tokenid", "plain", "expire", 0L, "privsep", true)), listed);
    }

    @Test
    void a_token_without_separation_has_its_users_rights_and_a_separated_one_its_own_within_them() {
        auth.user("ann@pve", "anns-password");
        auth.grant("/vms", "ann@pve", "PVETemplateUser");
        Credential full = token("ann@pve", "full", 0);
        Credential own = token("ann@pve", "own", 1);
        assertEquals(
                Map.of("VM.Audit", true, "VM.Clone", true), permissions(full).get("/vms"));
        assertEquals(Map.of(), permissions(own));
        auth.call(
                auth.admin(),
                "PUT /access/acl",
                Map.of("path", "/vms", "tokens", "ann@pve!own", "roles", "PVEAuditor"));
        assertEquals(Map.of("VM.Audit", true), permissions(own).get("/vms"));
    }

    @Test
    void a_token_with_another_secret_or_none_is_refused() {
        token("admin@pve", "full", 0);
        for (String wrong : new String[] {"admin@pve!full=", "admin@pve!full", "admin@pve!other=x", "x"}) {
            String refusal = auth.refusal(new Credential.ApiToken(wrong), "GET /access/permissions", Map.of());
            assertTrue(refusal.startsWith("401 "), refusal);
        }
    }

    @Test
    void tokens_and_grants_go_with_their_user_and_a_new_one_of_its_name_has_neither() {
        auth.user("ann@pve", "anns-password");
        auth.grant("/vms", "ann@pve", "PVEAuditor");
        Credential token = token("ann@pve", "full", 0);
        auth.call(auth.admin(), "DELETE /access/users/{userid}", Map.of("userid", "ann@pve"));
        assertEquals(
                "500 no such user ('ann@pve')",
                auth.refusal(auth.admin(), "GET /access/users/{userid}", Map.of("userid", "ann@pve")));
        Credential again = auth.user("ann@pve", "another-password");
        assertEquals(Map.of(), permissions(again));
        assertTrue(auth.refusal(token, "GET /access/permissions", Map.of()).startsWith("401 "));
    }

    @Test
    void a_token_that_was_left_behind_does_not_become_the_next_users() {
        auth.store.submit(Change.by(Service.AUTH, "system:test")
                .put("user.cfg:token:ann@pve!left", "token:ann@pve!left:0:0::\n")
                .put("token.cfg:ann@pve!left", io.coppice.access.TokenSecret.hash("secret") + "\n")
                .build());
        auth.user("ann@pve", "anns-password");
        Credential left = new Credential.ApiToken("ann@pve!left=secret");
        assertTrue(auth.refusal(left, "GET /access/permissions", Map.of()).startsWith("401 "));
    }

    @Test
    void the_removal_of_a_user_that_is_not_there_succeeds() {
        auth.call(auth.admin(), "DELETE /access/users/{userid}", Map.of("userid", "ghost@pve"));
    }

    @Test
    void who_may_not_modify_permissions_passes_on_only_what_it_has() {
        Credential ann = auth.user("ann@pve", "anns-password");
        auth.user("bob@pve", "bobs-password");
        auth.grant("/vms/100", "ann@pve", "PVEVMAdmin");
        auth.call(ann, "PUT /access/acl", Map.of("path", "/vms/100", "users", "bob@pve", "roles", "PVEVMUser"));
        for (String role : new String[] {"Administrator", "NoAccess"}) {
            String refusal =
                    auth.refusal(ann, "PUT /access/acl", Map.of("path", "/vms/100", "users", "bob@pve", "roles", role));
            assertTrue(refusal.startsWith("400"), refusal);
        }
        assertEquals(
                "403 Permission check failed (/vms/101, Permissions.Modify|VM.Allocate)",
                auth.refusal(
                        ann, "PUT /access/acl", Map.of("path", "/vms/101", "users", "bob@pve", "roles", "PVEVMUser")));
    }

    @Test
    void what_does_not_propagate_is_not_passed_on_propagating() {
        Credential ann = auth.user("ann@pve", "anns-password");
        auth.call(
                auth.admin(),
                "PUT /access/acl",
                Map.of("path", "/pool/a", "users", "ann@pve", "roles", "PVEPoolAdmin", "propagate", 0));
        Map<String, Object> grant = Map.of("path", "/pool/a", "users", "ann@pve", "roles", "PVEPoolUser");
        assertTrue(auth.refusal(ann, "PUT /access/acl", grant).startsWith("400"));
    }

    @Test
    void others_permissions_are_for_auditors_and_a_token_does_not_see_its_siblings() {
        Credential ann = auth.user("ann@pve", "anns-password");
        Credential full = token("ann@pve", "full", 0);
        token("ann@pve", "own", 1);
        Map<String, Object> own = Map.of("userid", "ann@pve!own");
        assertEquals(Map.of(), auth.call(ann, "GET /access/permissions", own));
        assertTrue(auth.refusal(full, "GET /access/permissions", own).startsWith("403"));
        assertTrue(auth.refusal(ann, "GET /access/permissions", Map.of("userid", "admin@pve"))
                .startsWith("403"));
        auth.grant("/access", "ann@pve", "PVEAuditor");
        assertFalse(auth.map(ann, "GET /access/permissions", Map.of("userid", "admin@pve"))
                .isEmpty());
    }
}
