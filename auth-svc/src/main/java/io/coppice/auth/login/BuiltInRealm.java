package io.coppice.auth.login;

import io.coppice.auth.truth.AccessStore;
import io.coppice.contract.word.UserId;
import java.util.Optional;

/** The realm {@code pve}: passwords are kept here, hashed, in {@code priv/shadow.cfg}. */
public final class BuiltInRealm implements Realm {
    private static final String NOBODYS = PasswordHash.nobodys();
    private final AccessStore store;

    public BuiltInRealm(AccessStore store) {
        this.store = store;
    }

    @Override
    public boolean verify(UserId user, String password) {
        Optional<String> hash = store.text(path(user));
        if (hash.filter(PasswordHash::isForeign).isPresent()) {
            // or it would be told by the time who came with an import
            verifyNobody(password);
        }
        return PasswordHash.matches(password, hash.orElse(NOBODYS)) && hash.isPresent();
    }

    /** Never; and it takes as long as a look at a user's password does. */
    static boolean verifyNobody(String password) {
        PasswordHash.matches(password, NOBODYS);
        return false;
    }

    @Override
    public void change(UserId user, String password, String actor) {
        String hash = PasswordHash.of(password) + "\n";
        store.write((image, config) ->
                Optional.of(AccessStore.change(actor).put(path(user), hash).build()));
    }

    /** Where a user's hash lies. */
    public static String path(UserId user) {
        return "priv/shadow.cfg:" + user;
    }
}
