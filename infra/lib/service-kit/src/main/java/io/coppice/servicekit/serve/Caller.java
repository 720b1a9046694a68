package io.coppice.servicekit.serve;

import io.coppice.access.Identity;
import io.coppice.access.Permissions;
import io.coppice.contract.failure.Refused;

/**
 * Who calls, with what it may do at the moment of the call.
 *
 * @param client the address that the call came from, for the record and for slowing down guesses; empty within a node
 */
public record Caller(Identity identity, Permissions permissions, Credential credential, String client) {
    /** {@code root@pam}, {@code u@r!token}, {@code system:compute@pve1}: the actor of changes, the user of UPIDs. */
    public String name() {
        return identity.name();
    }

    public boolean may(String aclPath, String privilege) {
        return permissions.may(aclPath, privilege);
    }

    /** @throws Refused unless all of the privileges are there */
    public void require(String aclPath, String... allOf) {
        for (String privilege : allOf) {
            if (!may(aclPath, privilege)) {
                throw Refused.forbidden(aclPath, privilege);
            }
        }
    }

    /** @throws Refused unless one of the privileges is there */
    public void requireAny(String aclPath, String... anyOf) {
        for (String privilege : anyOf) {
            if (may(aclPath, privilege)) {
                return;
            }
        }
        throw Refused.forbidden(aclPath, String.join("|", anyOf));
    }
}
