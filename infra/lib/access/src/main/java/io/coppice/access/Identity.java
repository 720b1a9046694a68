package io.coppice.access;

import io.coppice.contract.word.TokenId;
import io.coppice.contract.word.UserId;

/** Who somebody is, once it is proved. */
public sealed interface Identity {
    /** Not logged in. */
    record Nobody() implements Identity {}

    record User(UserId id) implements Identity {}

    /** @param separated whether it has but the privileges that were given to it, and never more than its user's */
    record Token(TokenId id, boolean separated) implements Identity {}

    /** A service, reconciler or HA on its own behalf, {@code system:compute@pve1}; may do everything. */
    record Internal(String label) implements Identity {}

    /** {@code root@pam}, {@code u@r!token}, {@code system:compute@pve1}: the actor of changes, the user of UPIDs. */
    default String name() {
        return switch (this) {
            case Nobody n -> "nobody";
            case User u -> u.id().toString();
            case Token t -> t.id().toString();
            case Internal i -> i.label();
        };
    }
}
