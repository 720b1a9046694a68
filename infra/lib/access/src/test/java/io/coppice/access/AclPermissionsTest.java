package io.coppice.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.documents.access.AccessConfig;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AclPermissionsTest {
    private static final AccessConfig CONFIG = AccessConfig.parse("""
            user:ann@pve:1:0:::::
            user:bob@pve:1:0:::::
            user:eve@pve:1:0:::::
            group:ops:ann@pve,bob@pve::
            group:none:eve@pve::
            token:ann@pve!t1:0:1::
            pool:web:The web:100,101:nfs:
            role:looker:VM.Audit:
            acl:1:/vms:@ops:PVEVMUser:
            acl:1:/vms/200:ann@pve:looker:
            acl:0:/nodes:bob@pve:PVEAuditor:
            acl:1:/pool/web:eve@pve:PVEVMAdmin,PVEDatastoreUser:
            acl:1:/vms/101:@none:NoAccess:
            acl:1:/vms/200:ann@pve!t1:PVEVMAdmin:
            """);

    private static AclPermissions of(String user) {
        return AclPermissions.ofUser(CONFIG, user);
    }

    @Test
    void what_a_group_has_its_members_have_below_too() {
        assertTrue(of("bob@pve").may("/vms/300", "VM.PowerMgmt"));
        assertFalse(of("eve@pve").may("/vms/300", "VM.PowerMgmt"));
    }

    @Test
    void a_deeper_level_replaces_what_came_from_above_and_own_grants_go_before_those_of_groups() {
        assertEquals(Set.of("looker"), of("ann@pve").roles("/vms/200").keySet());
        assertFalse(of("ann@pve").may("/vms/200", "VM.PowerMgmt"));
    }

    @Test
    void what_does_not_propagate_holds_on_its_path_alone() {
        assertTrue(of("bob@pve").may("/nodes", "Sys.Audit"));
        assertFalse(of("bob@pve").may("/nodes/pve1", "Sys.Audit"));
    }

    @Test
    void guests_and_storages_of_a_pool_have_its_grants() {
        assertTrue(of("eve@pve").may("/vms/100", "VM.Allocate"));
        assertTrue(of("eve@pve").may("/storage/nfs", "Datastore.AllocateSpace"));
        assertFalse(of("eve@pve").may("/vms/102", "VM.Allocate"));
    }

    @Test
    void no_access_takes_away_what_a_pool_would_give() {
        assertFalse(of("eve@pve").may("/vms/101", "VM.Audit"));
    }

    @Test
    void a_separated_token_has_its_own_grants_within_its_users() {
        AclPermissions token = AclPermissions.ofToken(CONFIG, "ann@pve!t1", of("ann@pve"));
        assertEquals(Set.of("VM.Audit"), token.privileges("/vms/200").keySet());
        assertFalse(token.may("/vms/300", "VM.Audit"));
    }

    @Test
    void a_trailing_slash_does_not_matter() {
        assertTrue(of("bob@pve").may("/vms/300/", "VM.PowerMgmt"));
    }
}
