package io.coppice.node.certificate;

import io.coppice.contract.word.NodeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** The key that a node made for its links, and its certificate: another than the public port's, since root alone has it. */
public final class LinkCertificate {
    private final Path certificate;
    private final Path key;
    private final Path next;
    private final Path joining;

    /** @param secret root's folder */
    public LinkCertificate(Path secret) {
        this.certificate = secret.resolve("link.pem");
        this.key = secret.resolve("link.key");
        this.next = secret.resolve("link-next.pem");
        this.joining = secret.resolve("link-joining.key");
    }

    public Path certificate() {
        return certificate;
    }

    public Path key() {
        return key;
    }

    /** Makes both where they are missing, signed by the node's own authority. */
    public void ensure(NodeName node, Authority by, Instant now) throws IOException {
        if (Files.exists(certificate) && Files.exists(key)) {
            return;
        }
        try {
            KeyPair made = NodeCertificate.newKey();
            NodeCertificate.write(
                    key, NodeCertificate.pem(new JcaPKCS8Generator(made.getPrivate(), null)), "rw-------");
            String request = request(node, made.getPublic(), made.getPrivate());
            NodeCertificate.write(certificate, by.sign(request, node, now), "rw-r--r--");
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("cannot make the certificate of links", e);
        }
    }

    /**
     * Makes a key for a membership to come, and asks an authority for its certificate; PEM. So a copy of what this node was
     * before is not what it is afterwards. The key in use stays until {@link #replace}.
     */
    public String requestAnew(NodeName node) throws IOException {
        try {
            KeyPair made = NodeCertificate.newKey();
            NodeCertificate.write(
                    joining, NodeCertificate.pem(new JcaPKCS8Generator(made.getPrivate(), null)), "rw-------");
            return request(node, made.getPublic(), made.getPrivate());
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("cannot make a key for links", e);
        }
    }

    /** The key that was made for a membership to come. */
    public Path joiningKey() {
        return joining;
    }

    /** There will be no such membership. */
    public void dropJoining() throws IOException {
        Files.deleteIfExists(joining);
    }

    /** Puts a certificate that another authority signed in the place of the old one, with the key that was made for it. */
    public void replace(String pem) throws IOException {
        if (Files.exists(joining)) {
            Files.move(joining, key, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        NodeCertificate.write(certificate, pem, "rw-r--r--");
    }

    /** Keeps one for the same key until the other nodes know it. */
    public void prepare(String pem) throws IOException {
        NodeCertificate.write(next, pem, "rw-r--r--");
    }

    /** The one that is kept so; PEM. */
    public Optional<String> prepared() throws IOException {
        return Files.exists(next) ? Optional.of(Files.readString(next)) : Optional.empty();
    }

    /** Puts the one that was kept in the place of the old one. */
    public void takePrepared() throws IOException {
        Files.move(next, certificate, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Asks an authority for a certificate of the key that is there; PEM. */
    public String request(NodeName node) throws IOException {
        try (var in = Files.newInputStream(certificate)) {
            PublicKey open = CertificateFactory.getInstance("X.509")
                    .generateCertificate(in)
                    .getPublicKey();
            PrivateKey secret =
                    new JcaPEMKeyConverter().getPrivateKey((PrivateKeyInfo) Authority.parsed(Files.readString(key)));
            return request(node, open, secret);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("the certificate of links cannot be read", e);
        }
    }

    private static String request(NodeName node, PublicKey open, PrivateKey secret)
            throws OperatorCreationException, IOException {
        return NodeCertificate.pem(new JcaPKCS10CertificationRequestBuilder(NodeCertificate.subject(node), open)
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(secret)));
    }
}
