package io.coppice.access;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Every privilege there is, and the roles that are always there. */
public final class Privileges {
    private static final Set<String> VM_CONFIG = Set.of(
            "VM.Config.CDROM",
            "VM.Config.CPU",
            "VM.Config.Cloudinit",
            "VM.Config.Disk",
            "VM.Config.HWType",
            "VM.Config.Memory",
            "VM.Config.Network",
            "VM.Config.Options");
    private static final Set<String> GUEST_AGENT = Set.of(
            "VM.GuestAgent.Audit",
            "VM.GuestAgent.FileRead",
            "VM.GuestAgent.FileSystemMgmt",
            "VM.GuestAgent.FileWrite",
            "VM.GuestAgent.Unrestricted");

    /** All of them. */
    public static final Set<String> ALL;

    private Privileges() {}

    static {
        Set<String> all = new TreeSet<>(Set.of(
                "Datastore.Allocate", "Datastore.AllocateSpace", "Datastore.AllocateTemplate", "Datastore.Audit"));
        all.addAll(Set.of("Group.Allocate", "Mapping.Audit", "Mapping.Modify", "Mapping.Use", "Permissions.Modify"));
        all.addAll(Set.of("Pool.Allocate", "Pool.Audit", "Realm.Allocate", "Realm.AllocateUser"));
        all.addAll(Set.of("SDN.Allocate", "SDN.Audit", "SDN.Use", "User.Modify"));
        all.addAll(
                Set.of("Sys.AccessNetwork", "Sys.Audit", "Sys.Console", "Sys.Incoming", "Sys.Modify", "Sys.PowerMgmt"));
        all.addAll(Set.of("Sys.Syslog", "VM.Allocate", "VM.Audit", "VM.Backup", "VM.Clone", "VM.Console"));
        all.addAll(Set.of("VM.Migrate", "VM.PowerMgmt", "VM.Replicate", "VM.Snapshot", "VM.Snapshot.Rollback"));
        all.addAll(VM_CONFIG);
        all.addAll(GUEST_AGENT);
        ALL = Collections.unmodifiableSet(all);
    }

    /** The roles that are always there: name to privileges. */
    public static final Map<String, Set<String>> BUILT_IN_ROLES = builtIn();

    private static Map<String, Set<String>> builtIn() {
        Map<String, Set<String>> roles = new LinkedHashMap<>();
        roles.put("Administrator", ALL);
        roles.put("NoAccess", Set.of());
        roles.put(
                "PVEAdmin",
                without(Set.of(
                        "Mapping.Modify",
                        "Permissions.Modify",
                        "Realm.Allocate",
                        "Sys.AccessNetwork",
                        "Sys.Incoming",
                        "Sys.Modify",
                        "Sys.PowerMgmt")));
        roles.put(
                "PVEAuditor",
                with(
                        "VM.GuestAgent.Audit",
                        "Datastore.Audit",
                        "Mapping.Audit",
                        "Pool.Audit",
                        "SDN.Audit",
                        "Sys.Audit",
                        "VM.Audit"));
        roles.put("PVEDatastoreAdmin", startingWith("Datastore."));
        roles.put("PVEDatastoreUser", with("Datastore.AllocateSpace", "Datastore.Audit"));
        roles.put("PVEMappingAdmin", startingWith("Mapping."));
        roles.put("PVEMappingUser", with("Mapping.Audit", "Mapping.Use"));
        roles.put("PVEPoolAdmin", with("Pool.Allocate", "Pool.Audit"));
        roles.put("PVEPoolUser", with("Pool.Audit"));
        roles.put("PVESDNAdmin", startingWith("SDN."));
        roles.put("PVESDNUser", with("SDN.Audit", "SDN.Use"));
        roles.put("PVESysAdmin", with("Sys.Audit", "Sys.Console", "Sys.Syslog"));
        roles.put("PVETemplateUser", with("VM.Audit", "VM.Clone"));
        roles.put("PVEUserAdmin", with("Group.Allocate", "Realm.AllocateUser", "User.Modify"));
        roles.put("PVEVMAdmin", startingWith("VM."));
        roles.put(
                "PVEVMUser",
                with(
                        "VM.Audit",
                        "VM.Backup",
                        "VM.Config.CDROM",
                        "VM.Config.Cloudinit",
                        "VM.Console",
                        "VM.GuestAgent.Audit",
                        "VM.GuestAgent.FileRead",
                        "VM.GuestAgent.FileSystemMgmt",
                        "VM.GuestAgent.FileWrite",
                        "VM.PowerMgmt"));
        return Collections.unmodifiableMap(roles);
    }

    private static Set<String> with(String... these) {
        return Collections.unmodifiableSet(new TreeSet<>(Set.of(these)));
    }

    private static Set<String> without(Set<String> these) {
        Set<String> rest = new TreeSet<>(ALL);
        rest.removeAll(these);
        return Collections.unmodifiableSet(rest);
    }

    private static Set<String> startingWith(String prefix) {
        Set<String> some = new TreeSet<>(ALL);
        some.removeIf(p -> !p.startsWith(prefix));
        return Collections.unmodifiableSet(some);
    }
}
