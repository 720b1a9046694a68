package io.coppice.node.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.api.cluster.AdmissionsApi.Ask;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.node.certificate.Authority;
import io.coppice.node.certificate.LinkCertificate;
import io.coppice.store.Change;
import io.coppice.store.Document;
import io.coppice.store.Image;
import io.coppice.store.LevelFloor;
import io.coppice.store.Outcome;
import io.coppice.store.Store;
import io.coppice.store.memory.HandedOn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The level is raised in the moment in which a node is admitted: whichever comes second finds out. */
class AdmissionAndRaiseTest {
    private static final NodeName OTHER = new NodeName("pve2");
    private static final String ROOT = "root@pam";
    private static final int OLD = 2;
    private FoundedNode node;
    private LinkCertificate joining;

    @BeforeEach
    void found(@TempDir Path dir) throws Exception {
        node = new FoundedNode(dir);
        joining = new LinkCertificate(Files.createDirectories(dir.resolve("other")));
        joining.ensure(OTHER, Authority.ofFirstStart(node.secret, node.shown), FoundedNode.NOW);
    }

    @AfterEach
    void close() {
        node.close();
    }

    /** Something happens after a change was made from an image, and before it is decided. */
    private static final class InBetween extends HandedOn {
        private final Runnable what;

        InBetween(Store store, Runnable what) {
            super(store);
            this.what = what;
        }

        @Override
        public Outcome submit(Change change) {
            what.run();
            return super.submit(change);
        }
    }

    /** What the leader does when it has asked all members that it read from an image. */
    private Outcome require(int level, Image asked) {
        return node.store.submit(LevelFloor.write(Change.by(Service.NODE, "system:node"), asked, level)
                .build());
    }

    private void requireOnce(int level) {
        if (LevelFloor.in(node.store.image()) < level) {
            assertTrue(require(level, node.store.image()) instanceof Outcome.Done);
        }
    }

    private void admit(int knows, Runnable inBetween, Optional<Document> token) throws IOException {
        Admission admission = new Admission(
                FoundedNode.HERE, new InBetween(node.store, inBetween), node.sealer, () -> FoundedNode.NOW, () -> OLD);
        Ask ask = new Ask(
                OTHER,
                joining.request(OTHER),
                "10.0.0.2:8016",
                Optional.of(Files.readString(node.shown.resolve("tls.pem"))),
                Optional.empty(),
                Optional.empty(),
                Optional.of(knows));
        admission.admit(ask, ROOT, token);
    }

    private boolean isMember() {
        return ClusterTruth.member(node.store.image(), OTHER).isPresent();
    }

    @Test
    void a_node_that_is_too_old_for_a_raise_that_came_first_is_refused_and_keeps_its_token() throws Exception {
        JoinTokens tokens = new JoinTokens(node.store, () -> FoundedNode.NOW);
        String token = tokens.make(OTHER, false, 600, ROOT).token();
        Document spent = tokens.require(token, OTHER, false);
        Refused refused = assertThrows(Refused.class, () -> admit(OLD, () -> requireOnce(OLD + 1), Optional.of(spent)));
        assertEquals(
                "the cluster will be at level 3, the program of 'pve2' knows level 2; upgrade it there, and join then",
                refused.getMessage());
        assertFalse(isMember());
        assertEquals(spent, tokens.require(token, OTHER, false));
    }

    @Test
    void a_node_that_knows_the_level_of_such_a_raise_is_admitted() throws Exception {
        admit(OLD + 1, () -> requireOnce(OLD + 1), Optional.empty());
        assertTrue(isMember());
        assertEquals(OLD + 1, LevelFloor.in(node.store.image()));
    }

    @Test
    void a_raise_that_did_not_ask_who_was_admitted_meanwhile_is_refused() throws Exception {
        for (int round = 0; round < 2; round++) {
            Image asked = node.store.image();
            admit(OLD, () -> {}, Optional.empty());
            assertTrue(require(OLD + 1, asked) instanceof Outcome.Refused r
                    && r.reason() == Outcome.Reason.PRECONDITION
                    && r.subject().equals(LevelFloor.PATH));
            node.admission.out(OTHER, ROOT);
        }
    }

    @Test
    void a_token_that_was_spent_meanwhile_admits_nobody() throws Exception {
        JoinTokens tokens = new JoinTokens(node.store, () -> FoundedNode.NOW);
        Document spent = tokens.require(tokens.make(OTHER, false, 600, ROOT).token(), OTHER, false);
        Runnable spend = () -> node.store.submit(
                Change.by(Service.NODE, ROOT).delete(spent.path()).build());
        Refused refused = assertThrows(Refused.class, () -> admit(OLD, spend, Optional.of(spent)));
        assertEquals("the token was spent meanwhile; make another one", refused.getMessage());
        assertFalse(isMember());
    }
}
