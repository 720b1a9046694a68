package io.coppice.access;

import static io.coppice.contract.endpoint.Guard.all;
import static io.coppice.contract.endpoint.Guard.any;
import static io.coppice.contract.endpoint.Guard.on;
import static io.coppice.contract.endpoint.Guard.onAny;
import static io.coppice.contract.endpoint.Guard.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.coppice.contract.endpoint.Guard;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.TokenId;
import io.coppice.contract.word.UserId;
import io.coppice.documents.access.AccessConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GuardsTest {
    private static final AccessConfig CONFIG = AccessConfig.parse("""
            user:ann@pve:1:0::::::
            user:bob@pve:1:0::::::
            user:eve@pve:1:0::::::
            group:ops:bob@pve::
            token:ann@pve!full:0:0::
            acl:1:/vms/100:ann@pve:PVEVMUser:
            acl:1:/access/groups/ops:ann@pve:PVEUserAdmin:
            acl:1:/access/realm/pve:ann@pve:PVEUserAdmin:
            """);
    private static final Identity ANN = new Identity.User(UserId.parse("ann@pve"));
    private static final Guard RULE = rule("r", "A rule.");

    private static List<Guard.Rule> decide(Guard guard, Identity who, Map<String, Object> parameters) {
        return Guards.decide(guard, who, AclPermissions.of(CONFIG, who.name()), CONFIG, parameters);
    }

    private static String refusal(Guard guard, Identity who, Map<String, Object> parameters) {
        return String.valueOf(assertThrows(Refused.class, () -> decide(guard, who, parameters))
                .getMessage());
    }

    @Test
    void a_privilege_on_the_path_that_the_parameters_name_lets_pass() {
        assertEquals(List.of(), decide(on("/vms/{vmid}", "VM.PowerMgmt"), ANN, Map.of("vmid", 100)));
    }

    @Test
    void a_refusal_names_path_and_the_privilege_that_is_missing_or_all_that_would_do() {
        assertEquals(
                "Permission check failed (/vms/100, VM.Allocate)",
                refusal(on("/vms/{vmid}", "VM.PowerMgmt", "VM.Allocate"), ANN, Map.of("vmid", 100)));
        assertEquals(
                "Permission check failed (/vms/101, VM.Audit|VM.Backup)",
                refusal(onAny("/vms/{vmid}", "VM.Audit", "VM.Backup"), ANN, Map.of("vmid", 101)));
    }

    @Test
    void a_privilege_that_counts_only_with_a_parameter_gives_nothing_without_it() {
        Guard guard = on("/vms/{newid}", "VM.PowerMgmt").whenGiven("pool");
        assertEquals(List.of(), decide(guard, ANN, Map.of("newid", 100, "pool", "p")));
        refusal(guard, ANN, Map.of("newid", 100));
    }

    @Test
    void of_alternatives_one_that_passes_is_enough_and_a_rule_is_left_only_where_none_does() {
        Guard passing = on("/vms/100", "VM.Audit");
        Guard failing = on("/vms/101", "VM.Audit");
        assertEquals(List.of(), decide(any(failing, passing), ANN, Map.of()));
        assertEquals(List.of(), decide(any(RULE, passing), ANN, Map.of()));
        assertEquals(List.of(RULE), decide(any(failing, RULE), ANN, Map.of()));
        assertEquals(List.of(RULE), decide(all(passing, RULE), ANN, Map.of()));
        refusal(all(failing, RULE), ANN, Map.of());
        refusal(any(failing, failing), ANN, Map.of());
    }

    @Test
    void who_is_not_logged_in_is_told_so() {
        assertEquals("No ticket", refusal(Guard.everyone(), new Identity.Nobody(), Map.of()));
        assertEquals(List.of(), decide(Guard.world(), new Identity.Nobody(), Map.of()));
    }

    @Test
    void what_is_roots_alone_is_not_for_a_token_of_root_either() {
        assertEquals(List.of(), decide(Guard.rootOnly(), new Identity.User(UserId.ROOT), Map.of()));
        refusal(Guard.rootOnly(), new Identity.Token(TokenId.parse("root@pam!full"), false), Map.of());
        refusal(Guard.rootOnly(), ANN, Map.of());
    }

    @Test
    void a_user_is_itself_but_a_token_of_it_is_not() {
        assertEquals(List.of(), decide(Guard.self(), ANN, Map.of("userid", "ann@pve")));
        refusal(Guard.self(), ANN, Map.of("userid", "bob@pve"));
        refusal(Guard.self(), new Identity.Token(TokenId.parse("ann@pve!full"), false), Map.of("userid", "ann@pve"));
    }

    @Test
    void who_may_change_a_group_may_change_its_members_and_make_users_in_it_alone() {
        Guard change = Guard.onGroupsOfUser("User.Modify");
        assertEquals(List.of(), decide(change, ANN, Map.of("userid", "bob@pve")));
        refusal(change, ANN, Map.of("userid", "eve@pve"));
        Guard create = all(
                Guard.onRealmOfUser("Realm.AllocateUser"), Guard.onGroupsOfUser(Guard.Groups.CREATE, "User.Modify"));
        assertEquals(List.of(), decide(create, ANN, Map.of("userid", "new@pve", "groups", "ops")));
        refusal(create, ANN, Map.of("userid", "new@pve"));
        refusal(create, ANN, Map.of("userid", "new@pve", "groups", "ops,admins"));
        refusal(create, ANN, Map.of("userid", "new@pam", "groups", "ops"));
    }

    @Test
    void the_list_of_a_guest_may_be_changed_by_who_may_allocate_it() {
        Guard guard = Guard.mayChangeAcl("{path}");
        AccessConfig config = AccessConfig.parse("user:ann@pve:1:\nacl:1:/vms/100:ann@pve:PVEVMAdmin:\n");
        Permissions may = AclPermissions.of(config, "ann@pve");
        assertEquals(List.of(), Guards.decide(guard, ANN, may, config, Map.of("path", "/vms/100")));
        assertThrows(Refused.class, () -> Guards.decide(guard, ANN, may, config, Map.of("path", "/vms")));
        assertThrows(Refused.class, () -> Guards.decide(guard, ANN, may, config, Map.of("path", "/storage/x")));
    }
}
