package io.coppice.node.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.documents.member.ClusterMember;
import io.coppice.documents.member.Shown;
import io.coppice.testkit.Eventually;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who is let in by which door: witnesses, those who were removed, those who were away. */
@Timeout(240)
class LinkTrustTest {
    private final List<LinkedNode> all = new ArrayList<>();
    private Path dir;
    private LinkedNode one;
    private LinkedNode two;

    @BeforeEach
    void two(@TempDir Path folder) throws Exception {
        dir = folder;
        one = node("pve1");
        two = node("pve2");
        LinkedNode.join(one, two);
    }

    private LinkedNode node(String name) throws Exception {
        LinkedNode node = new LinkedNode(name, Files.createDirectories(dir.resolve(name)));
        all.add(node);
        return node;
    }

    @AfterEach
    void close() {
        all.reversed().forEach(LinkedNode::close);
    }

    @Test
    void a_witness_is_answered_nothing_but_beats_and_what_concerns_the_truth() throws Exception {
        LinkedNode witness = node("wit0");
        LinkedNode.join(one, two, witness);
        for (String path : List.of("/call/compute", "/service/compute")) {
            String refused = assertThrows(
                            IOException.class, () -> LinkClient.askOnce(witness.vertx, witness.key, one.peer(), path))
                    .getMessage();
            assertTrue(refused.endsWith("it answered 404"), refused);
            String other = assertThrows(
                            IOException.class, () -> LinkClient.askOnce(two.vertx, two.key, one.peer(), path))
                    .getMessage();
            assertFalse(other.endsWith("it answered 404"), other);
        }
        assertEquals(Set.of(two.name), one.links.others(), "it is no node");
    }

    /** Nobody renews a witness' certificate: what counts is that it is listed. */
    @Test
    void a_certificate_that_has_expired_is_its_members_as_long_as_it_is_listed() throws Exception {
        Instant signed = Instant.now().minus(Duration.ofDays(1000));
        LinkedNode witness =
                new LinkedNode("wit9", Files.createDirectories(dir.resolve("wit9")), Links.beats(), signed);
        all.add(witness);
        X509Certificate shown = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(Files.newInputStream(witness.key.certificate()));
        assertThrows(CertificateExpiredException.class, shown::checkValidity);
        LinkedNode.join(one, two, witness);
        one.roster.set(List.of(one.peer(), two.peer()));
        Eventually.that("it is a member no more", () -> !witness.reaches(one));
    }

    private static NetSocket got(Future<NetSocket> socket) throws Exception {
        return socket.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void a_removed_node_has_no_way_to_live_state_and_what_was_open_is_closed() throws Exception {
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        for (NetSocket open : List.of(got(two.live(one)), got(one.live(two)))) {
            CompletableFuture<Void> end = new CompletableFuture<>();
            ends.add(end);
            open.closeHandler(closed -> end.complete(null)).resume();
            CompletableFuture<Buffer> back = new CompletableFuture<>();
            open.handler(back::complete);
            open.write("figures");
            assertEquals("figures", back.get(10, TimeUnit.SECONDS).toString());
        }
        one.roster.set(List.of(one.peer()));
        for (CompletableFuture<Void> end : ends) {
            end.get(10, TimeUnit.SECONDS);
        }
        assertThrows(Exception.class, () -> got(two.live(one)));
        assertThrows(Exception.class, () -> got(one.live(two)));
    }

    @Test
    void who_is_no_member_any_more_is_told_from_one_whose_other_is_away() throws Exception {
        ClusterMember other = one.peer();
        one.roster.set(List.of(other));
        assertThrows(LinkClient.Shut.class, () -> LinkClient.askOnce(two.vertx, two.key, other, "/call/compute"));
        all.remove(one);
        one.close();
        IOException away =
                assertThrows(IOException.class, () -> LinkClient.askOnce(two.vertx, two.key, other, "/call/compute"));
        assertFalse(away instanceof LinkClient.Shut, String.valueOf(away));
    }

    @Test
    void a_node_that_was_away_while_certificates_were_signed_anew_knows_the_others_by_their_keys() throws Exception {
        ClusterMember old = one.peerWithKey();
        one.prepareAnother();
        one.showAnother();
        LinkedNode late = node("pve4");
        LinkedNode later = node("pve5");
        List<ClusterMember> now = List.of(one.peerWithKey(), late.peer(), later.peer());
        assertNotEquals(old.fingerprint(), now.getFirst().fingerprint());
        one.roster.set(now);
        late.roster.set(List.of(old, late.peer()));
        Eventually.that("the old list is enough", () -> late.reaches(one) && one.reaches(late));
        later.roster.set(
                List.of(old.with(new Shown(old.fingerprint(), Optional.empty(), Optional.empty())), later.peer()));
        TimeUnit.SECONDS.sleep(2);
        assertFalse(later.reaches(one) || one.reaches(later), "it knows no key");
    }
}
