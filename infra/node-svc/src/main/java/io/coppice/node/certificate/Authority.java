package io.coppice.node.certificate;

import io.coppice.contract.word.NodeName;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
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

    /** One that nobody knew before. */
    public static Authority anew(Instant now) throws IOException {
        try {
            X500Name name = new X500Name("CN=Coppice cluster authority,O=Coppice");
            KeyPair keys = NodeCertificate.newKey();
            X509Certificate own = NodeCertificate.sign(name, name, keys.getPublic(), keys.getPrivate(), now, List.of());
            return of(NodeCertificate.pem(own), NodeCertificate.pem(new JcaPKCS8Generator(keys.getPrivate(), null)));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("cannot make an authority", e);
        }
    }

    /** Puts it in the place of the one that this node's first start made. */
    public void keep(Path secret, Path shown) throws IOException {
        NodeCertificate.write(secret.resolve("ca.key"), keyPem, "rw-------");
        NodeCertificate.write(shown.resolve("ca.pem"), certificatePem, "rw-r--r--");
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
     * Signs what a request asks for, under the granted name alone and not under what it says of itself. A host's name or address
     * is not in it: links know each other by fingerprints, and whoever trusts this authority for public ports must not be told
     * that a member that says so is another host.
     *
     * @return PEM
     * @throws IOException when it is no request, or whoever made it lacks its key
     */
    public String sign(String requestPem, NodeName node, Instant now) throws IOException {
        try {
            if (!(parsed(requestPem) instanceof org.bouncycastle.pkcs.PKCS10CertificationRequest read)) {
                throw new IOException("this is no request for a certificate");
            }
            JcaPKCS10CertificationRequest request = new JcaPKCS10CertificationRequest(read);
            if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(request.getPublicKey()))) {
                throw new IOException("the request is not signed with its key");
            }
            return sign(node, request.getPublicKey(), List.of(node.text()), now);
        } catch (GeneralSecurityException | OperatorCreationException | PKCSException e) {
            throw new IOException("the request cannot be signed", e);
        }
    }

    /** PEM of a certificate for a node's key. */
    String sign(NodeName node, PublicKey of, List<String> addresses, Instant now)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        X500Name issuer =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        return NodeCertificate.pem(
                NodeCertificate.sign(issuer, NodeCertificate.subject(node), of, key, now, addresses));
    }

    /** Whether it signed a certificate. */
    public boolean signed(String certificatePem) {
        try {
            new JcaX509CertificateConverter()
                    .getCertificate((X509CertificateHolder) parsed(certificatePem))
                    .verify(certificate.getPublicKey());
            return true;
        } catch (GeneralSecurityException | IOException | ClassCastException e) {
            return false;
        }
    }
}
