package io.coppice.node.certificate;

import io.coppice.contract.word.NodeName;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes the cluster's authority (P-256, ten years) and this node's certificate (P-256, two years) where there are none.
 * What is there is kept.
 */
public final class NodeCertificate {
    private static final Duration AUTHORITY_LIFE = Duration.ofDays(3650);
    private static final Duration NODE_LIFE = Duration.ofDays(730);
    private final Path secret;
    private final Path shown;

    /**
     * @param secret root's folder, for the authority's key
     * @param shown the folder that the gateway may read, for {@code tls.pem} and {@code tls.key}
     */
    public NodeCertificate(Path secret, Path shown) {
        this.secret = secret;
        this.shown = shown;
    }

    /** @return whether one was made */
    public boolean ensure(NodeName node, List<String> addresses, Instant now) throws IOException {
        Path certificate = shown.resolve("tls.pem");
        if (Files.exists(certificate) && Files.exists(shown.resolve("tls.key"))) {
            return false;
        }
        try {
            Authority authority = Authority.anew(now);
            KeyPair key = newKey();
            String own = authority.sign(node, key.getPublic(), addresses, now);
            authority.keep(secret, shown);
            write(shown.resolve("tls.key"), pem(new JcaPKCS8Generator(key.getPrivate(), null)), "r--------");
            write(certificate, own + authority.certificatePem(), "rw-r--r--");
            return true;
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("cannot make the node's certificate", e);
        }
    }

    static X500Name subject(NodeName node) {
        return new X500Name("CN=" + node + ",O=Coppice");
    }

    static KeyPair newKey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    /** A certificate without addresses is the authority's. */
    static X509Certificate sign(
            X500Name issuer, X500Name subject, PublicKey of, PrivateKey by, Instant now, List<String> addresses)
            throws GeneralSecurityException, OperatorCreationException, CertIOException {
        boolean authority = addresses.isEmpty();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(127, new SecureRandom()),
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(authority ? AUTHORITY_LIFE : NODE_LIFE)),
                subject,
                of);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        if (authority) {
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        } else {
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
            }));
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(
                            addresses.stream().map(NodeCertificate::name).toArray(GeneralName[]::new)));
        }
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(by)));
    }

    private static GeneralName name(String address) {
        boolean ip = address.indexOf(':') >= 0 || address.matches("[0-9.]+");
        return new GeneralName(ip ? GeneralName.iPAddress : GeneralName.dNSName, address);
    }

    static String pem(Object what) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            pem.writeObject(what);
        } catch (IOException e) {
            throw new IOException("cannot write PEM", e);
        }
        return text.toString();
    }

    /** Whole or not at all, also after a loss of power, and never readable by others for a moment. */
    static void write(Path file, String text, String mode) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, text, StandardOpenOption.DSYNC);
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString(mode));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
