package io.coppice.cli.door;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trusts exactly the certificate with a fingerprint, whatever names it has; without a fingerprint whom the machine trusts.
 */
final class PinnedCertificate extends X509ExtendedTrustManager {
    private final @Nullable String fingerprint;
    private String shown = "";

    /** @param fingerprint SHA-256 in hexadecimal, with colons or without */
    PinnedCertificate(@Nullable String fingerprint) {
        this.fingerprint = fingerprint == null ? null : plain(fingerprint);
        if (this.fingerprint != null && !this.fingerprint.matches("[0-9A-F]{64}")) {
            throw new Where.Unusable(
                    "a fingerprint is a SHA-256: 32 pairs of hexadecimal digits, with colons or without");
        }
    }

    /** Of the certificate that was not trusted; empty where none was shown. */
    String shown() {
        return shown;
    }

    boolean isPinned() {
        return fingerprint != null;
    }

    static String of(X509Certificate certificate) throws CertificateException {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(hash);
        } catch (GeneralSecurityException e) {
            throw new CertificateException(e);
        }
    }

    private static String plain(String text) {
        return text.replace(":", "").toUpperCase(Locale.ROOT);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        shown = of(chain[0]);
        if (fingerprint == null) {
            machines().checkServerTrusted(chain, type, engine);
        } else if (!plain(shown).equals(fingerprint)) {
            throw new CertificateException("another certificate than the one that is pinned");
        }
    }

    private static X509ExtendedTrustManager machines() throws CertificateException {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            for (TrustManager one : factory.getTrustManagers()) {
                if (one instanceof X509ExtendedTrustManager found) {
                    return found;
                }
            }
            throw new CertificateException("this Java run-time trusts nobody");
        } catch (GeneralSecurityException e) {
            throw new CertificateException(e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw new CertificateException("servers are checked by engine");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("servers are checked by engine");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw new CertificateException("there are no clients here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw new CertificateException("there are no clients here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("there are no clients here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
