package io.coppice.storage.content;

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
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** {@code imgdel} on real files, among others' volumes, one of them marked by another task. */
final class RemoveVolumeLawsTest extends TaskLaws<RemoveVolume.Params> {
    @TempDir
    private Path base;

    @Override
    protected World<RemoveVolume.Params> world() {
        try {
            return new Shelf(Files.createTempDirectory(base, "world"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Shelf implements World<RemoveVolume.Params> {
        private final Path root;
        private final RemoveVolume kind;

        Shelf(Path root) throws IOException {
            this.root = root;
            Path guest = Files.createDirectories(root.resolve("images/100"));
            Files.writeString(guest.resolve("vm-100-disk-0.raw"), "goes");
            Files.writeString(guest.resolve("vm-100-disk-1.raw"), "stays");
            Files.writeString(guest.resolve("vm-100-disk-2.raw"), "is being made by another task");
            Files.createSymbolicLink(guest.resolve(".vm-100-disk-2.raw.mark"), Path.of("task-pve1-OTHER"));
            MemoryStore store = new MemoryStore();
            TestStorage.define(store, "dir", "local", Map.of("path", root.toString(), "content", TestStorage.ALL));
            kind = new RemoveVolume(
                    new Definitions(store), new DirectoryStorage(new NodeName("pve1"), new HostCommands()));
        }

        @Override
        public TaskKind<RemoveVolume.Params> kind() {
            return kind;
        }

        @Override
        public RemoveVolume.Params params() {
            return new RemoveVolume.Params("local", "100/vm-100-disk-0.raw");
        }

        @Override
        public Object picture() {
            return Tree.of(root);
        }
    }
}
