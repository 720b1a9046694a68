package io.coppice.node.membership;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.api.cluster.AdmissionsApi.Admitted;
import io.coppice.contract.api.cluster.AdmissionsApi.Member;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Upid;
import io.coppice.documents.member.ClusterMember;
import io.coppice.node.certificate.Authority;
import io.coppice.node.certificate.Fingerprint;
import io.coppice.servicekit.task.Progress;
import io.coppice.servicekit.task.Step;
import io.coppice.servicekit.task.TaskContext;
import io.coppice.servicekit.task.TaskKind;
import io.coppice.store.Change;
import io.coppice.tasklaws.TaskLaws;
import io.coppice.tasklaws.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code clusterjoin}, with a cluster that is a map. The world keeps the password over crashes, as no real process does: one
 * that died before it has asked is told in a test of its own.
 */
final class JoinClusterLawsTest extends TaskLaws<JoinCluster.Params> {
    private static final JoinCluster.Params TO =
            new JoinCluster.Params("pve2", "", "root@pam", "10.0.0.1", Optional.empty(), "in-memory", Optional.empty());

    @TempDir
    private Path base;

    @Override
    protected World<JoinCluster.Params> world() {
        Joining world = joining();
        world.kind.remember("in-memory", "toor");
        return world;
    }

    private Joining joining() {
        try {
            return new Joining(Files.createTempDirectory(base, "world"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_password_that_went_with_its_process_is_not_asked_for_and_nothing_was_changed() {
        Joining world = joining();
        Upid upid = new Upid(LoneNode.HERE, 1, 1, 1, "clusterjoin", "", "root@pam");
        var first = world.kind.steps(TO, new TaskContext(upid, "root@pam")).getFirst();
        Refused refused = assertThrows(Refused.class, () -> first.run().run(new Silent()));
        assertEquals("this node was restarted before it had asked; join it again", refused.getMessage());
        assertEquals(joining().picture(), world.picture());
    }

    /** It was taken out after it had decided, and is alone again: nothing is left that the next start could make a member of. */
    @Test
    void a_node_that_is_alone_again_begins_anew_no_more_and_says_so() {
        Joining world = joining();
        Upid upid = new Upid(LoneNode.HERE, 1, 1, 1, "clusterjoin", "", "root@pam");
        Step pivot = world.kind.steps(TO, new TaskContext(upid, "root@pam")).stream()
                .filter(Step::pivot)
                .findFirst()
                .orElseThrow();
        Silent said = new Silent();
        assertDoesNotThrow(() -> pivot.run().run(said));
        assertEquals(1, said.warnings.size());
        assertTrue(said.warnings.getFirst().contains("it is alone, with what it had"), said.warnings.toString());
        assertEquals(joining().picture(), world.picture());
    }

    private static final class Silent implements Progress {
        private final List<String> warnings = new ArrayList<>();

        @Override
        public void log(String line) {}

        @Override
        public void warn(String line) {
            warnings.add(line);
        }

        @Override
        public void checkCancelled() {}
    }

    private static final class Joining implements World<JoinCluster.Params>, JoinDoor {
        private final LoneNode node;
        private final Staging staging;
        private final JoinCluster kind;
        private final Authority authority;
        private final Map<String, String> members = new TreeMap<>(Map.of("pve2", "pve2-00000002"));

        Joining(Path dir) throws IOException {
            node = new LoneNode(dir, this::beginAnew);
            staging = new Staging(node.secret);
            kind = new JoinCluster(node.place, staging, this);
            authority = Authority.anew(LoneNode.NOW);
        }

        /** As the next start makes of the node what was decided. */
        private void beginAnew() {
            try {
                Optional<Staging.Given> given = staging.decided();
                if (given.isPresent()) {
                    node.place.linkCertificate().replace(given.get().certificate());
                    Change.Builder change = Change.by(Service.NODE, "root@pam");
                    given.get().peers().forEach(m -> change.put(m.path(), m.text()));
                    node.store.submit(change.build());
                    staging.done();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Admitted admit(JoinCluster.Params to, Map<String, Object> ask, String password) throws IOException {
            if (!password.equals("toor") || members.containsKey("pve1")) {
                throw Refused.conflict("not admitted");
            }
            members.put("pve1", "pve1-0000000a");
            String certificate = authority.sign(String.valueOf(ask.get("request")), LoneNode.HERE, LoneNode.NOW);
            ClusterMember own = new ClusterMember(
                    LoneNode.HERE, 2, "pve1-0000000a", "10.0.0.1", 8016, Fingerprint.ofPem(certificate));
            return new Admitted(
                    "wood",
                    authority.certificatePem(),
                    certificate,
                    own.member(),
                    List.of(new Member(new NodeName("pve1"), own.text())));
        }

        @Override
        public Keys keys(Staging.Given as) {
            return new Keys("the ring", "the name");
        }

        @Override
        public void leave(Staging.Given as) {
            members.remove("pve1", as.member());
        }

        @Override
        public TaskKind<JoinCluster.Params> kind() {
            return kind;
        }

        @Override
        public JoinCluster.Params params() {
            return TO;
        }

        @Override
        public Map<String, Object> picture() {
            try {
                return Map.of("node", node.picture(), "members", Map.copyOf(members));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
