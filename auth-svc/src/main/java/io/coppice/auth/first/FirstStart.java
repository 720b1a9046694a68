package io.coppice.auth.first;

import io.coppice.auth.key.TicketKeys;
import io.coppice.auth.login.BuiltInRealm;
import io.coppice.auth.login.PasswordHash;
import io.coppice.auth.truth.AccessStore;
import io.coppice.contract.word.UserId;
import io.coppice.documents.access.AclEntry;
import io.coppice.documents.access.UserEntry;
import java.time.InstantSource;
import java.util.Optional;

/** Makes, where there are none, the keys that sign tickets and the administrator {@code admin@pve}. One change, or none. */
public final class FirstStart {
    public static final UserId ADMIN = new UserId("admin", "pve");
    private static final String ACTOR = "system:auth";
    private final AccessStore store;
    private final TicketKeys keys;
    private final InstantSource clock;

    public FirstStart(AccessStore store, TicketKeys keys, InstantSource clock) {
        this.store = store;
        this.keys = keys;
        this.clock = clock;
    }

    /** Whether everything is there already. */
    public boolean isDone() {
        return keys.areThere();
    }

    /**
     * @param password of admin@pve
     * @return whether this was the first start
     */
    public boolean ensure(String password) {
        if (isDone()) {
            return false;
        }
        String hash = PasswordHash.of(password) + "\n";
        store.write((image, config) -> image.find(TicketKeys.PUBLIC).isPresent()
                ? Optional.empty()
                : Optional.of(keys.make(AccessStore.change(ACTOR).absent(TicketKeys.PUBLIC), clock.instant())
                        .put(
                                "user.cfg:user:" + UserId.ROOT,
                                UserEntry.of(UserId.ROOT.toString()).line())
                        .put(
                                "user.cfg:user:" + ADMIN,
                                UserEntry.of(ADMIN.toString()).line())
                        .put(
                                "user.cfg:acl:/",
                                new AclEntry("/", AclEntry.Kind.USER, ADMIN.toString(), "Administrator", true).line())
                        .put(BuiltInRealm.path(ADMIN), hash)
                        .build()));
        return true;
    }
}
