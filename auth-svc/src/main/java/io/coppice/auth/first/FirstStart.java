package io.coppice.auth.first;

import io.coppice.access.PublicKeys;
import io.coppice.access.TicketSigner;
import io.coppice.auth.login.BuiltInRealm;
import io.coppice.auth.login.PasswordHash;
import io.coppice.auth.truth.AccessStore;
import io.coppice.contract.word.UserId;
import io.coppice.documents.access.AclEntry;
import io.coppice.documents.access.UserEntry;
import io.coppice.store.seal.Sealer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/** Makes, where there are none, the keys that sign tickets and the administrator {@code admin@pve}. One change, or none. */
public final class FirstStart {
    private static final String PRIVATE = "priv/authkey.key";
    private static final String PUBLIC = "authkey.pub.pem";
    public static final UserId ADMIN = new UserId("admin", "pve");
    private static final String ACTOR = "system:auth";
    private final AccessStore store;
    private final Sealer sealer;

    public FirstStart(AccessStore store, Sealer sealer) {
        this.store = store;
        this.sealer = sealer;
    }

    /** Whether everything is there already. */
    public boolean isDone() {
        return store.text(PUBLIC).isPresent();
    }

    /**
     * @param password of admin@pve
     * @return whether this was the first start
     */
    public boolean ensure(String password) {
        if (isDone()) {
            return false;
        }
        KeyPair keys = newKeys();
        String hash = PasswordHash.of(password) + "\n";
        String sealed = sealer.seal(PublicKeys.pem(keys.getPrivate()).getBytes(StandardCharsets.UTF_8));
        store.write((image, config) -> image.find(PUBLIC).isPresent()
                ? Optional.empty()
                : Optional.of(AccessStore.change(ACTOR)
                        .absent(PUBLIC)
                        .put(PUBLIC, PublicKeys.pem(keys.getPublic()))
                        .put(PRIVATE, sealed)
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

    /** The signer with the key that the truth holds. */
    public TicketSigner signer() {
        String sealed = store.text(PRIVATE)
                .orElseThrow(() -> new IllegalStateException("there is no key to sign tickets with"));
        try {
            return new TicketSigner(PublicKeys.rsaPrivate(new String(sealer.open(sealed), StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key that signs tickets cannot be opened with this keyring", e);
        }
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
