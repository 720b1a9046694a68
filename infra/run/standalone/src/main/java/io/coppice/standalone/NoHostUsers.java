package io.coppice.standalone;

import io.coppice.auth.login.Realm;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.UserId;

/** A simulated host has no users of its own: this machine's passwords are none of its business. */
final class NoHostUsers implements Realm {
    @Override
    public boolean verify(UserId user, String password) {
        return false;
    }

    @Override
    public void change(UserId user, String password, String actor) {
        throw Refused.conflict("a simulated host has no user '" + user + "'");
    }
}
