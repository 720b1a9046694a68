package io.coppice.storage.prune;

import io.coppice.contract.word.NodeName;
import io.coppice.servicekit.host.HostCommands;
import io.coppice.servicekit.task.TaskKind;
import io.coppice.storage.TestStorage;
import io.coppice.storage.Tree;
import io.coppice.storage.definition.Definitions;
import io.coppice.storage.directory.DirectoryStorage;
import io.coppice.store.memory.MemoryStore;
import io.coppice.tasklaws.TaskLaws;
import io.coppice.tasklaws.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** {@code prunebackups} on real files: one that goes with its notes, one that was protected since, one that stays. */
final class PruneBackupsLawsTest extends TaskLaws<PruneBackups.Params> {
    private static final String NAME = "vzdump-qemu-100-2026_01_0";

    @TempDir
    private Path base;

    @Override
    protected World<PruneBackups.Params> world() {
        try {
            return new Dump(Files.createTempDirectory(base, "world"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Dump implements World<PruneBackups.Params> {
        private final Path root;
        private final PruneBackups kind;

        Dump(Path root) throws IOException {
            this.root = root;
            Path dump = Files.createDirectories(root.resolve("dump"));
            for (int day = 1; day <= 3; day++) {
                Files.writeString(dump.resolve(NAME + day + "-00_00_00.vma"), "day " + day);
            }
            Files.writeString(dump.resolve(NAME + "1-00_00_00.vma.notes"), "goes too");
            Files.createFile(dump.resolve(NAME + "2-00_00_00.vma.protected"));
            MemoryStore store = new MemoryStore();
            TestStorage.define(store, "dir", "local", Map.of("path", root.toString(), "content", TestStorage.ALL));
            kind = new PruneBackups(
                    new Definitions(store), new DirectoryStorage(new NodeName("pve1"), new HostCommands()));
        }

        @Override
        public TaskKind<PruneBackups.Params> kind() {
            return kind;
        }

        @Override
        public PruneBackups.Params params() {
            return new PruneBackups.Params(
                    "local", List.of("backup/" + NAME + "1-00_00_00.vma", "backup/" + NAME + "2-00_00_00.vma"), 1);
        }

        @Override
        public Object picture() {
            return Tree.of(root);
        }
    }
}
