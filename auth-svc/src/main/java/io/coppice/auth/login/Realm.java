package io.coppice.auth.login;

import io.coppice.contract.word.UserId;

/** Vouches for users by their passwords. */
public interface Realm {
    /** Whether the password is right; takes about as long when there is no such user. */
    boolean verify(UserId user, String password);

    /** @throws io.coppice.contract.failure.Refused when this realm does not keep passwords */
    void change(UserId user, String password, String actor);
}
