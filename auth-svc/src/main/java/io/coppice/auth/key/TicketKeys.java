package io.coppice.auth.key;

import io.coppice.access.PublicKeys;
import io.coppice.access.TicketSigner;
import io.coppice.auth.truth.AccessStore;
import io.coppice.store.Change;
import io.coppice.store.Document;
import io.coppice.store.seal.Sealer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes, changes and opens the keys that sign tickets. */
public final class TicketKeys {
    public static final String PUBLIC = "authkey.pub.pem";
    static final String OLD = "authkey.pub.pem.old";
    private static final String PRIVATE = "priv/authkey.key";
    private static final String ACTOR = "system:auth";
    private static final Duration LIFE = Duration.ofDays(1);

    /** As long as a ticket of the old key can hold, whichever node's clock made it. */
    private static final Duration KEPT = Duration.ofHours(2).plusMinutes(5);

    /** Behind the key's text: when it was made, or came out of use. */
    private static final Pattern SINCE = Pattern.compile("since (\\d{1,12})\\s*$");

    private final AccessStore store;
    private final Sealer sealer;
    private volatile @Nullable Known known;

    private record Known(String sealed, TicketSigner signer) {}

    public TicketKeys(AccessStore store, Sealer sealer) {
        this.store = store;
        this.sealer = sealer;
    }

    public boolean areThere() {
        return store.text(PUBLIC).isPresent();
    }

    /** Puts a new pair into a change. */
    public Change.Builder make(Change.Builder change, Instant now) {
        return make(change, "", now);
    }

    /** @param remark stands behind the public key */
    private Change.Builder make(Change.Builder change, String remark, Instant now) {
        KeyPair keys = newKeys();
        String secret = sealer.seal(PublicKeys.pem(keys.getPrivate()).getBytes(StandardCharsets.UTF_8));
        String open = PublicKeys.pem(keys.getPublic()).stripTrailing() + remark;
        return change.put(PUBLIC, since(open, now)).put(PRIVATE, secret);
    }

    /**
     * Makes a pair that nobody knew before and lets the last one go too: whoever was logged in logs in again.
     *
     * @param renewal what it is called; nothing happens where the present pair came of it
     */
    public void renew(String renewal, String actor, Instant now) {
        String remark = "\nrenewal " + renewal + "\n";
        store.write((image, config) -> {
            boolean done = image.find(PUBLIC).map(Document::text).orElse("").contains(remark);
            if (done) {
                return Optional.empty();
            }
            Change.Builder change = AccessStore.change(actor);
            AccessStore.expect(change, image, PUBLIC);
            AccessStore.expect(change, image, OLD);
            return Optional.of(make(change, remark, now).delete(OLD).build());
        });
    }

    /** The signer with the key that the truth holds. */
    public TicketSigner signer() {
        String sealed = store.text(PRIVATE)
                .orElseThrow(() -> new IllegalStateException("there is no key to sign tickets with"));
        Known last = known;
        if (last != null && last.sealed().equals(sealed)) {
            return last.signer();
        }
        try {
            TicketSigner signer =
                    new TicketSigner(PublicKeys.rsaPrivate(new String(sealer.open(sealed), StandardCharsets.UTF_8)));
            known = new Known(sealed, signer);
            return signer;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key that signs tickets cannot be opened with this keyring", e);
        }
    }

    /** A reconciler's pass: a key of yesterday is followed by a new one, one that nothing holds by any more goes. */
    public void rotate(Instant now) {
        store.write((image, config) -> {
            Optional<Document> present = image.find(PUBLIC);
            Optional<Document> old = image.find(OLD);
            if (present.isPresent() && isOver(present.get(), LIFE, now)) {
                Change.Builder change = AccessStore.change(ACTOR);
                AccessStore.expect(change, image, PUBLIC);
                return Optional.of(make(change, now)
                        .put(OLD, since(SINCE.matcher(present.get().text()).replaceFirst(""), now))
                        .build());
            }
            if (old.isPresent() && isOver(old.get(), KEPT, now)) {
                Change.Builder change = AccessStore.change(ACTOR);
                AccessStore.expect(change, image, OLD);
                return Optional.of(change.delete(OLD).build());
            }
            return Optional.empty();
        });
    }

    /** A key that does not say since when is over. */
    private static boolean isOver(Document key, Duration time, Instant now) {
        Matcher m = SINCE.matcher(key.text());
        return !m.find()
                || !now.isBefore(
                        Instant.ofEpochSecond(Long.parseLong(m.group(1))).plus(time));
    }

    private static String since(String pem, Instant now) {
        return pem.stripTrailing() + "\nsince " + now.getEpochSecond() + "\n";
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
