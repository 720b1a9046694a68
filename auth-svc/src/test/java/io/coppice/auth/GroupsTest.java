package io.coppice.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.servicekit.serve.Credential;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupsTest {
    private static final String GROUP = " /access/groups/{groupid}";
    private static final String ROLE = " /access/roles/{roleid}";
    private Fixture auth;
    private Credential admin;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        auth = new Fixture(folder);
        admin = auth.admin();
    }

    @AfterEach
    void stop() {
        auth.close();
    }

    private void make(String group) {
        auth.call(admin, "POST /access/groups", Map.of("groupid", group, "comment", "of " + group));
    }

    private Map<String, Object> vmsOf(Credential who) {
        return auth.map(who, "GET /access/permissions", Map.of("path", "/vms"));
    }

    @Test
    void a_group_is_made_read_changed_and_removed() {
        make("ops");
        auth.call(admin, "POST /access/users", Map.of("userid", "ann@pve", "groups", "ops"));
        assertEquals(
                Map.of("members", List.of("ann@pve"), "comment", "of ops"),
                auth.call(admin, "GET" + GROUP, Map.of("groupid", "ops")));
        auth.call(admin, "PUT" + GROUP, Map.of("groupid", "ops", "comment", "others"));
        assertEquals(
                List.of(Map.of("groupid", "ops", "users", "ann@pve", "comment", "others")),
                auth.call(admin, "GET /access/groups", Map.of()));
        auth.call(admin, "DELETE" + GROUP, Map.of("groupid", "ops"));
        assertEquals(List.of(), auth.call(admin, "GET /access/groups", Map.of()));
    }

    @Test
    void what_is_not_there_is_told_in_the_texts_that_clients_match() {
        Map<String, Object> ops = Map.of("groupid", "ops");
        assertEquals("500 group 'ops' does not exist", auth.refusal(admin, "GET" + GROUP, ops));
        assertEquals("500 delete group failed: group 'ops' does not exist", auth.refusal(admin, "DELETE" + GROUP, ops));
        make("ops");
        assertEquals(
                "500 create group failed: group 'ops' already exists", auth.refusal(admin, "POST /access/groups", ops));
    }

    @Test
    void a_groups_grants_are_its_members_and_go_with_it() {
        make("ops");
        Credential ann = auth.user("ann@pve", "anns-password");
        auth.call(admin, "PUT /access/acl", Map.of("path", "/vms", "groups", "ops", "roles", "PVEAuditor"));
        assertEquals(Map.of(), vmsOf(ann));
        auth.call(admin, "PUT /access/users/{userid}", Map.of("userid", "ann@pve", "groups", "ops"));
        assertEquals(Map.of("/vms", Map.of("VM.Audit", true, "VM.GuestAgent.Audit", true)), onlyVm(vmsOf(ann)));
        auth.call(admin, "DELETE" + GROUP, Map.of("groupid", "ops"));
        make("ops");
        auth.call(admin, "PUT /access/users/{userid}", Map.of("userid", "ann@pve", "groups", "ops"));
        assertEquals(Map.of(), vmsOf(ann));
    }

    private static Map<String, Object> onlyVm(Map<String, Object> permissions) {
        Map<?, ?> all = (Map<?, ?>) permissions.get("/vms");
        Map<String, Object> vm = new java.util.TreeMap<>();
        all.forEach((name, value) -> {
            if (String.valueOf(name).startsWith("VM.")) {
                vm.put(String.valueOf(name), value);
            }
        });
        return Map.of("/vms", vm);
    }

    @Test
    void who_may_nothing_sees_and_makes_no_group() {
        make("ops");
        Credential ann = auth.user("ann@pve", "anns-password");
        assertEquals(List.of(), auth.call(ann, "GET /access/groups", Map.of()));
        assertTrue(auth.refusal(ann, "POST /access/groups", Map.of("groupid", "mine"))
                .startsWith("403"));
        assertTrue(auth.refusal(ann, "POST /access/roles", Map.of("roleid", "mine"))
                .startsWith("403"));
    }

    @Test
    void a_role_of_ones_own_gives_what_it_says_now_and_goes_with_its_grants() {
        Credential ann = auth.user("ann@pve", "anns-password");
        auth.call(admin, "POST /access/roles", Map.of("roleid", "Looker", "privs", "VM.Audit"));
        auth.grant("/vms", "ann@pve", "Looker");
        assertEquals(Map.of("/vms", Map.of("VM.Audit", true)), vmsOf(ann));
        auth.call(admin, "PUT" + ROLE, Map.of("roleid", "Looker", "privs", "VM.Console", "append", 1));
        assertEquals(Map.of("/vms", Map.of("VM.Audit", true, "VM.Console", true)), vmsOf(ann));
        auth.call(admin, "DELETE" + ROLE, Map.of("roleid", "Looker"));
        auth.call(admin, "POST /access/roles", Map.of("roleid", "Looker", "privs", "VM.Audit"));
        assertEquals(Map.of(), vmsOf(ann));
    }

    @Test
    void roles_that_are_always_there_stay_as_they_are() {
        Map<String, Object> auditor = Map.of("roleid", "PVEAuditor");
        assertEquals(
                "500 auto-generated role 'PVEAuditor' cannot be deleted",
                auth.refusal(admin, "DELETE" + ROLE, auditor));
        assertTrue(auth.refusal(admin, "PUT" + ROLE, auditor).startsWith("500 auto-generated role"));
        assertEquals(
                "500 create role failed: role 'PVEAuditor' already exists",
                auth.refusal(admin, "POST /access/roles", auditor));
        assertTrue(auth.refusal(admin, "POST /access/roles", Map.of("roleid", "x", "privs", "VM.Nothing"))
                .startsWith("400"));
    }
}
