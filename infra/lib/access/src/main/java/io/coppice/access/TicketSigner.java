package io.coppice.access;

import io.coppice.contract.word.UserId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;

/** Makes tickets and CSRF tokens; only who holds the private key can. */
public final class TicketSigner {
    private final PrivateKey key;

    /** @param key RSA */
    public TicketSigner(PrivateKey key) {
        this.key = key;
    }

    /** {@code PVE:user@realm:HEXTIME::signature}. */
    public String ticket(UserId user, Instant now) {
        String plain = "PVE:" + user + ":" + hexTime(now);
        return plain + "::" + sign(plain);
    }

    /** {@code HEXTIME:signature}, bound to the user. */
    public String csrfToken(UserId user, Instant now) {
        String time = hexTime(now);
        return time + ":" + sign(csrfPlain(user.toString(), time));
    }

    static String csrfPlain(String user, String hexTime) {
        return "CSRF:" + hexTime + ":" + user;
    }

    static String hexTime(Instant at) {
        return String.format(Locale.ROOT, "%08X", at.getEpochSecond());
    }

    private String sign(String plain) {
        try {
            Signature signature = Signature.getInstance(TicketVerifier.ALGORITHM);
            signature.initSign(key);
            signature.update(plain.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign a ticket", e);
        }
    }
}
