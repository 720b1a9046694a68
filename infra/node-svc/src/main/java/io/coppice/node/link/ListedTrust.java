package io.coppice.node.link;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.Predicate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts certificates that are listed, and no others. Of the extended kind, since the JDK adds checks of names to others, and
 * a name says less than a fingerprint.
 */
final class ListedTrust extends X509ExtendedTrustManager {
    private final Predicate<X509Certificate> listed;

    ListedTrust(Predicate<X509Certificate> listed) {
        this.listed = listed;
    }

    private void require(X509Certificate[] chain) throws CertificateException {
        if (chain.length == 0 || !listed.test(chain[0])) {
            throw new CertificateException("this certificate is no member's");
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        require(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        require(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        require(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        require(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        require(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        require(chain);
    }

    /** None is named to who connects: not the authority counts, but the list. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
