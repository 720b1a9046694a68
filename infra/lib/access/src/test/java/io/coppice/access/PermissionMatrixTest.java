package io.coppice.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.coppice.documents.access.AccessConfig;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Who may what where: a line of the table is user or token, path, and the privileges it has there. */
class PermissionMatrixTest {
    private static final AccessConfig CONFIG = AccessConfig.parse("""
            acl:1:/:all@pve:Administrator:
            acl:1:/vms:own@pve,@team:Console:
            acl:0:/vms/1:own@pve:Power:
            acl:1:/vms/2:@none:NoAccess:
            acl:1:/vms/3:own@pve:Gone:
            acl:1:/pool/web:member@pve:Power:
            acl:1:/pool/web/inner:member@pve:NoAccess:
            acl:1:/pool/db:own@pve:NoAccess:
            acl:1:/vms:own@pve!sep:Both:
            acl:1:/vms:root@pam!sep:Console:
            pool:web::10:disk:
            pool:web/inner::11,10:disk2:
            pool:db::20::
            role:Console:VM.Console,VM.Nonsense:
            role:Power:VM.PowerMgmt:
            role:Both:VM.Console,VM.PowerMgmt:
            group:team:teamer@pve,ghost@pve::
            group:none:own@pve,teamer@pve::
            token:own@pve!sep:0:1::
            token:own@pve!full:0:0::
            token:own@pve!bare:
            token:root@pam!sep:0:1::
            token:ghost@pve!tok:0:0::
            user:all@pve:1:0::::::
            user:own@pve:1:0::::::
            user:teamer@pve:1:0::::::
            user:member@pve:1:0::::::
            """);

    private static final String TABLE = """
            own@pve          /vms       VM.Console
            own@pve          /vms/9     VM.Console
            own@pve          /vms/1     VM.PowerMgmt
            own@pve          /vms/1/x   VM.Console
            own@pve          /vms/2
            own@pve          /vms/3     VM.Console
            own@pve          /vms/20
            own@pve          /
            own@pve          /storage/disk
            teamer@pve       /vms/9     VM.Console
            teamer@pve       /vms/2
            ghost@pve        /vms/9
            member@pve       /vms/10    VM.PowerMgmt
            member@pve       /vms/11
            member@pve       /vms/12
            member@pve       /storage/disk    VM.PowerMgmt
            member@pve       /storage/disk2
            member@pve       /pool/web        VM.PowerMgmt
            member@pve       /pool/web/other  VM.PowerMgmt
            own@pve!full     /vms/1     VM.PowerMgmt
            own@pve!bare     /vms/1     VM.PowerMgmt
            own@pve!sep      /vms/9     VM.Console
            own@pve!sep      /vms/1     VM.PowerMgmt
            own@pve!sep      /vms/2
            own@pve!missing  /vms/9
            ghost@pve!tok    /vms/9
            root@pam!sep     /vms/9     VM.Console
            root@pam!sep     /nodes
            """;

    @TestFactory
    Stream<DynamicTest> every_line_of_the_table_holds() {
        return TABLE.lines()
                .map(line -> dynamicTest(line, () -> {
                    String[] f = line.strip().split("\\s+");
                    Set<String> expected = new TreeSet<>(Set.of(f).stream()
                            .filter(p -> !p.equals(f[0]) && !p.equals(f[1]))
                            .toList());
                    assertEquals(
                            expected,
                            AclPermissions.of(CONFIG, f[0]).privileges(f[1]).keySet());
                }));
    }

    @Test
    void an_administrator_has_every_privilege_everywhere() {
        assertEquals(
                Privileges.ALL,
                AclPermissions.of(CONFIG, "all@pve").privileges("/vms/77").keySet());
    }

    @Test
    void a_list_is_cut_to_what_is_visible_in_its_order() {
        assertEquals(
                java.util.List.of("9", "3"),
                AclPermissions.of(CONFIG, "own@pve")
                        .visible(java.util.List.of("9", "2", "3"), v -> "/vms/" + v, "VM.Audit", "VM.Console"));
    }
}
