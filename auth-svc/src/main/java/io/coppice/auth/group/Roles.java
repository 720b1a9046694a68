package io.coppice.auth.group;

import io.coppice.access.Privileges;
import io.coppice.auth.grant.Grants;
import io.coppice.auth.truth.AccessStore;
import io.coppice.contract.api.access.RolesApi;
import io.coppice.contract.failure.Refused;
import io.coppice.documents.access.RoleEntry;
import io.coppice.servicekit.serve.Caller;
import io.coppice.store.Change;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Changes of {@code /access/roles}. */
public final class Roles {
    private final AccessStore store;

    public Roles(AccessStore store) {
        this.store = store;
    }

    public void create(Caller caller, RolesApi.Create in) {
        Set<String> privileges = known(in.privs().orElse(""));
        store.write((image, config) -> {
            if (config.roles().containsKey(in.roleid()) || Privileges.BUILT_IN_ROLES.containsKey(in.roleid())) {
                throw Refused.conflict("create role failed: role '" + in.roleid() + "' already exists");
            }
            if (in.roleid().startsWith("PVE")) {
                throw Refused.badParameter(
                        "roleid", "names that begin with 'PVE' are kept for roles that are always there");
            }
            return Optional.of(AccessStore.change(caller.name())
                    .absent(path(in.roleid()))
                    .put(path(in.roleid()), new RoleEntry(in.roleid(), privileges).line())
                    .build());
        });
    }

    public void update(Caller caller, RolesApi.Update in) {
        requireMade(in.roleid(), "update");
        store.write((image, config) -> {
            RoleEntry before = config.roles().get(in.roleid());
            if (before == null) {
                throw Refused.notFound("role '" + in.roleid() + "' does not exist");
            }
            Set<String> privileges = new TreeSet<>(known(in.privs().orElse("")));
            if (in.append().orElse(false)) {
                privileges.addAll(before.privileges());
            }
            Change.Builder change = AccessStore.change(caller.name());
            AccessStore.expect(change, image, path(in.roleid()));
            return Optional.of(change.put(path(in.roleid()), new RoleEntry(in.roleid(), privileges).line())
                    .build());
        });
    }

    public void delete(Caller caller, String roleid) {
        requireMade(roleid, "delete");
        store.write((image, config) -> {
            if (!config.roles().containsKey(roleid)) {
                throw Refused.notFound("delete role failed: role '" + roleid + "' does not exist");
            }
            Change.Builder change = AccessStore.change(caller.name());
            AccessStore.expect(change, image, path(roleid));
            change.delete(path(roleid));
            Grants.without(change, image, config, e -> e.roleid().equals(roleid));
            return Optional.of(change.build());
        });
    }

    private static void requireMade(String roleid, String doing) {
        if (Privileges.BUILT_IN_ROLES.containsKey(roleid)) {
            throw Refused.conflict("auto-generated role '" + roleid + "' cannot be " + doing + "d");
        }
    }

    private static Set<String> known(String privileges) {
        Set<String> all = new TreeSet<>(List.of(privileges.split("[,;\\s]+")));
        all.remove("");
        for (String privilege : all) {
            if (!Privileges.ALL.contains(privilege)) {
                throw Refused.badParameter("privs", "invalid privilege '" + privilege + "'");
            }
        }
        return all;
    }

    private static String path(String roleid) {
        return "user.cfg:role:" + roleid;
    }
}
