package io.coppice.node.link;

import io.coppice.node.certificate.Fingerprint;
import java.security.GeneralSecurityException;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** Trust in one certificate, for a node whose fingerprint a person brought. */
public final class PinnedTrust {
    private PinnedTrust() {}

    /** @param fingerprint SHA-256, hex with colons, in letters of any case */
    public static SSLContext of(String fingerprint) {
        String pinned = fingerprint.toUpperCase(Locale.ROOT);
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            ListedTrust trust = new ListedTrust(shown -> pinned.equals(Fingerprint.of(shown)));
            context.init(null, new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS is missing from this JDK", e);
        }
    }
}
