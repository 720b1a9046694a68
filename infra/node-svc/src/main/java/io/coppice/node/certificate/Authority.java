package io.coppice.node.certificate;

import io.coppice.contract.word.NodeName;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/** The cluster's authority: signs nodes' certificates, each for the one name that was granted. */
public final class Authority {
    private final String certificatePem;
    private final String keyPem;
    private final X509Certificate certificate;
    private final PrivateKey key;

    private Authority(String certificatePem, String keyPem) throws IOException {
        this.certificatePem = certificatePem;
        this.keyPem = keyPem;
        try {
            this.certificate =
                    new JcaX509CertificateConverter().getCertificate((X509CertificateHolder) parsed(certificatePem));
            this.key = new JcaPEMKeyConverter().getPrivateKey((PrivateKeyInfo) parsed(keyPem));
        } catch (GeneralSecurityException | ClassCastException e) {
            throw new IOException("the authority cannot be read", e);
        }
    }

    /** @throws IOException when one of them is not what it should be */
    public static Authority of(String certificatePem, String keyPem) throws IOException {
        return new Authority(certificatePem, keyPem);
    }

    /** The one that this node's first start made. */
    public static Authority ofFirstStart(Path secret, Path shown) throws IOException {
        return of(Files.readString(shown.resolve("ca.pem")), Files.readString(secret.resolve("ca.key")));
    }

    static Object parsed(String pem) throws IOException {
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            Object read = parser.readObject();
            if (read == null) {
                throw new IOException("this is no PEM");
            }
            return read;
        }
    }

    public String certificatePem() {
        return certificatePem;
    }

    public String keyPem() {
        return keyPem;
    }

    /**
     * Signs what a request asks for, under the granted name and address and not under what it says of itself.
     *
     * @return PEM
     * @throws IOException when it is no request, or whoever made it lacks its key
     */
    public String sign(String requestPem, NodeName node, String host, Instant now) throws IOException {
        try {
            if (!(parsed(requestPem) instanceof org.bouncycastle.pkcs.PKCS10CertificationRequest read)) {
                throw new IOException("this is no request for a certificate");
            }
            JcaPKCS10CertificationRequest request = new JcaPKCS10CertificationRequest(read);
            if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(request.getPublicKey()))) {
                throw new IOException("the request is not signed with its key");
            }
            return NodeCertificate.pem(NodeCertificate.sign(
                    new X500Name(certificate.getSubjectX500Principal().getName()),
                    NodeCertificate.subject(node),
                    request.getPublicKey(),
                    key,
                    now,
                    List.of(node.text(), host)));
        } catch (GeneralSecurityException | OperatorCreationException | PKCSException e) {
            throw new IOException("the request cannot be signed", e);
        }
    }
}
