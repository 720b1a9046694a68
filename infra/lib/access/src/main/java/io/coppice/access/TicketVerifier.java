package io.coppice.access;

import io.coppice.contract.word.Malformed;
import io.coppice.contract.word.UserId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks tickets and CSRF tokens against public keys: two hours old at most, five minutes from the future at most, since
 * the clocks of nodes differ. Signatures that held are remembered by hash, ten thousand at most.
 */
public final class TicketVerifier {
    static final String ALGORITHM = "SHA256withRSA";
    /** How old a ticket may be. */
    public static final Duration LIFE = Duration.ofHours(2);

    private static final Duration AHEAD = Duration.ofMinutes(5);
    private static final int REMEMBERED = 10_000;
    private static final Pattern TICKET =
            Pattern.compile("(PVE:([^:\\s]+):([0-9A-F]{8}))::([A-Za-z0-9+/]{1,1024}={0,2})");
    private static final Pattern CSRF = Pattern.compile("([0-9A-F]{8}):([A-Za-z0-9+/]{1,1024}={0,2})");
    private final List<PublicKey> keys;
    private final Map<String, Boolean> held = new ConcurrentHashMap<>();

    /** @param keys the present one, and the one before while its tickets live */
    public TicketVerifier(List<PublicKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /** Whose ticket it is; empty when it does not hold. */
    public Optional<UserId> user(String ticket, Instant now) {
        Matcher m = TICKET.matcher(ticket);
        if (!m.matches() || !isTimely(m.group(3), now) || !holds(m.group(1), m.group(4))) {
            return Optional.empty();
        }
        try {
            return Optional.of(UserId.parse(m.group(2)));
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    public boolean csrfHolds(String token, String user, Instant now) {
        Matcher m = CSRF.matcher(token);
        return m.matches() && isTimely(m.group(1), now) && holds(TicketSigner.csrfPlain(user, m.group(1)), m.group(2));
    }

    private static boolean isTimely(String hexTime, Instant now) {
        Instant made = Instant.ofEpochSecond(Long.parseLong(hexTime, 16));
        return made.isAfter(now.minus(LIFE)) && made.isBefore(now.plus(AHEAD));
    }

    private boolean holds(String plain, String base64) {
        String name = hash(plain + "\n" + base64);
        if (held.containsKey(name)) {
            return true;
        }
        boolean good = keys.stream().anyMatch(key -> verifies(key, plain, base64));
        if (good) {
            if (held.size() >= REMEMBERED) {
                held.clear();
            }
            held.put(name, true);
        }
        return good;
    }

    private static boolean verifies(PublicKey key, String plain, String base64) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(plain.getBytes(StandardCharsets.UTF_8));
            byte[] bytes = Base64.getDecoder().decode(base64);
            return isCanonical(base64, bytes) && signature.verify(bytes);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    /** The last letter has bits that the decoder ignores: the same ticket would have several texts. */
    private static boolean isCanonical(String base64, byte[] bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(bytes).equals(base64.replaceFirst("=+$", ""));
    }

    private static String hash(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
