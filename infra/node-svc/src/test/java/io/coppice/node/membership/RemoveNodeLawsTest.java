package io.coppice.node.membership;

import io.coppice.contract.word.NodeName;
import io.coppice.servicekit.task.TaskKind;
import io.coppice.tasklaws.TaskLaws;
import io.coppice.tasklaws.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** {@code clusterremove}, of one of three. */
final class RemoveNodeLawsTest extends TaskLaws<RemoveNode.Params> {
    @TempDir
    private Path base;

    @Override
    protected World<RemoveNode.Params> world() {
        try {
            return new Three(new FoundedNode(Files.createTempDirectory(base, "world"), "pve2", "pve3"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Three(FoundedNode node) implements World<RemoveNode.Params> {
        @Override
        public TaskKind<RemoveNode.Params> kind() {
            return new RemoveNode(node.admission, node.renewal);
        }

        @Override
        public RemoveNode.Params params() {
            return new RemoveNode.Params(new NodeName("pve3"), "pve3-00000003", false);
        }

        @Override
        public Object picture() {
            return node.picture();
        }
    }
}
