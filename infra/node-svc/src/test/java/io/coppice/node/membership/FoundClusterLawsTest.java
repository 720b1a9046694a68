package io.coppice.node.membership;

import io.coppice.servicekit.task.TaskKind;
import io.coppice.tasklaws.TaskLaws;
import io.coppice.tasklaws.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** {@code clustercreate}; at its pivot the services begin anew, and whoever goes on has begun anew. */
final class FoundClusterLawsTest extends TaskLaws<FoundCluster.Params> {
    @TempDir
    private Path base;

    @Override
    protected World<FoundCluster.Params> world() {
        try {
            return new Alone(new LoneNode(Files.createTempDirectory(base, "world"), () -> {}));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Alone(LoneNode node) implements World<FoundCluster.Params> {
        @Override
        public TaskKind<FoundCluster.Params> kind() {
            return new FoundCluster(node.place, node.sealer);
        }

        @Override
        public FoundCluster.Params params() {
            return new FoundCluster.Params("wood", 1, "10.0.0.1");
        }

        @Override
        public Object picture() {
            try {
                return node.picture();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
