package io.coppice.node.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.word.NodeName;
import io.coppice.documents.member.ClusterMember;
import io.coppice.node.certificate.Fingerprint;
import io.coppice.node.certificate.LinkCertificate;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkRenewalTest {
    private FoundedNode node;
    private LinkCertificate link;
    private int shown;

    @BeforeEach
    void found(@TempDir Path dir) throws Exception {
        node = new FoundedNode(dir, "pve2", "pve3");
        link = node.place.linkCertificate();
    }

    @AfterEach
    void close() {
        node.close();
    }

    private void pass() throws Exception {
        new LinkRenewal(node.place, node.sealer, node, () -> shown++, () -> FoundedNode.NOW).reconcile();
    }

    private void removeOne() throws Exception {
        node.admission.out(new NodeName("pve3"), "root@pam");
        node.renewal.renew(line -> {});
    }

    private ClusterMember own() {
        return ClusterTruth.member(node.store.image(), FoundedNode.HERE).orElseThrow();
    }

    @Test
    void while_the_authority_is_the_same_nothing_happens() throws Exception {
        ClusterMember before = own();
        pass();
        assertEquals(before, own());
        assertEquals(0, shown);
    }

    @Test
    void a_new_authority_signs_the_same_key_which_is_shown_once_all_others_know_it() throws Exception {
        String old = own().fingerprint();
        X509Certificate before = certificate(Files.readString(link.certificate()));
        removeOne();
        pass();
        String next = own().next().orElseThrow();
        assertEquals(old, own().fingerprint());
        assertEquals(old, Fingerprint.of(link.certificate()), "not everybody knows the next one");
        pass();
        assertEquals(next, own().next().orElseThrow(), "one is signed, not one for each pass");
        assertEquals(0, shown);
        node.known.add(next);
        pass();
        assertEquals(1, shown);
        assertEquals(next, Fingerprint.of(link.certificate()));
        assertEquals(next, own().fingerprint());
        assertTrue(own().next().isEmpty());
        X509Certificate after = certificate(Files.readString(link.certificate()));
        assertEquals(before.getPublicKey(), after.getPublicKey());
        assertTrue(node.authority().signed(Files.readString(link.certificate())));
        pass();
        assertEquals(1, shown);
    }

    @Test
    void after_a_crash_between_showing_and_saying_so_it_is_said() throws Exception {
        removeOne();
        pass();
        String next = own().next().orElseThrow();
        link.takePrepared();
        pass();
        assertEquals(next, own().fingerprint());
        assertTrue(own().next().isEmpty());
    }

    @Test
    void an_authority_that_is_followed_by_another_is_forgotten() throws Exception {
        removeOne();
        pass();
        String first = own().next().orElseThrow();
        node.admission.out(new NodeName("pve2"), "root@pam");
        node.renewal.renew(line -> {});
        node.known.add(first);
        pass();
        String second = own().next().orElseThrow();
        assertNotEquals(first, second);
        assertFalse(own().shows(first));
        node.known.add(second);
        pass();
        assertEquals(second, own().fingerprint());
    }

    private static X509Certificate certificate(String pem) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }
}
