package io.coppice.documents.member;

import io.coppice.contract.word.Malformed;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a member is known by over links, each as SHA-256: 32 pairs of upper case hex digits between colons.
 *
 * @param fingerprint of its certificate
 * @param next of the certificate that it will show once the others know it; both count until then
 * @param key of its key alone, which stays the same when another authority signs it
 */
public record Shown(String fingerprint, Optional<String> next, Optional<String> key) {
    private static final Pattern FINGERPRINT = Pattern.compile("[0-9A-F]{2}(:[0-9A-F]{2}){31}");

    public Shown {
        must(fingerprint, "fingerprint");
        next.ifPresent(print -> must(print, "next"));
        key.ifPresent(print -> must(print, "key"));
    }

    private static void must(String print, String name) {
        if (!FINGERPRINT.matcher(print).matches()) {
            throw new Malformed(name + ": no SHA-256 fingerprint");
        }
    }
}
