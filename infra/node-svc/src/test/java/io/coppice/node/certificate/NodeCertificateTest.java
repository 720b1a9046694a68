package io.coppice.node.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.word.NodeName;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeCertificateTest {
    @Test
    void the_first_start_makes_a_certificate_that_its_authority_signed_and_later_ones_keep_it(@TempDir Path dir)
            throws Exception {
        NodeCertificate certificates = new NodeCertificate(
                Files.createDirectories(dir.resolve("secret")), Files.createDirectories(dir.resolve("gateway")));
        List<String> addresses = List.of("pve1", "127.0.0.1", "::1");
        assertTrue(certificates.ensure(new NodeName("pve1"), addresses, Instant.now()));
        byte[] first = Files.readAllBytes(dir.resolve("gateway/tls.pem"));
        assertFalse(certificates.ensure(new NodeName("pve1"), addresses, Instant.now()));
        assertEquals(new String(first), Files.readString(dir.resolve("gateway/tls.pem")));
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        try (InputStream own = Files.newInputStream(dir.resolve("gateway/tls.pem"));
                InputStream ca = Files.newInputStream(dir.resolve("gateway/ca.pem"))) {
            X509Certificate node = (X509Certificate) factory.generateCertificate(own);
            X509Certificate authority = (X509Certificate) factory.generateCertificate(ca);
            node.verify(authority.getPublicKey());
            assertEquals(authority.getSubjectX500Principal(), node.getIssuerX500Principal());
            assertEquals(3, node.getSubjectAlternativeNames().size());
            assertEquals(-1, node.getBasicConstraints());
        }
        assertEquals("rw-------", mode(dir.resolve("secret/ca.key")));
        assertEquals("r--------", mode(dir.resolve("gateway/tls.key")));
    }

    private static String mode(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
