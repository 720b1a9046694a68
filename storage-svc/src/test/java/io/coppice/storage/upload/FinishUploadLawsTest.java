package io.coppice.storage.upload;

import io.coppice.contract.word.NodeName;
import io.coppice.servicekit.task.Step;
import io.coppice.servicekit.task.TaskContext;
import io.coppice.servicekit.task.TaskKind;
import io.coppice.storage.Tree;
import io.coppice.storage.directory.Unfinished;
import io.coppice.storage.directory.VolumeNews;
import io.coppice.tasklaws.TaskLaws;
import io.coppice.tasklaws.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code imgcopy} on real files, beside an upload that another task has. The file is taken in before the task begins and
 * belongs to it from then on, so here taking it in is one more step: whatever happens, the file is named or gone.
 */
final class FinishUploadLawsTest extends TaskLaws<FinishUpload.Params> {
    private static final String DATA = "an image of a disk";
    private static final String SHA256 = "871a9cd9fc81498cd5e3aad3c905850b73ee10d5a220f37f98195101eab322f5";

    @TempDir
    private Path base;

    @Override
    protected World<FinishUpload.Params> world() {
        try {
            return new Folder(Files.createTempDirectory(base, "world"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Folder implements World<FinishUpload.Params> {
        private final Path root;
        private final Path taken;
        private final FinishUpload finish = new FinishUpload(VolumeNews.unheard());

        Folder(Path root) throws IOException {
            this.root = root;
            Unfinished unfinished = new Unfinished(new NodeName("pve1"));
            taken = unfinished.in(root).file();
            Files.writeString(root.resolve(".pve1-of-another.upload"), "theirs");
            Files.writeString(root.resolve("debian.iso"), "an older image");
        }

        @Override
        public TaskKind<FinishUpload.Params> kind() {
            return new TaskKind<>() {
                @Override
                public String type() {
                    return finish.type();
                }

                @Override
                public Class<FinishUpload.Params> params() {
                    return finish.params();
                }

                @Override
                public List<Step> steps(FinishUpload.Params p, TaskContext me) {
                    List<Step> all = new ArrayList<>();
                    all.add(Step.step(
                            "take the file in",
                            progress -> Files.writeString(taken, DATA),
                            progress -> Files.deleteIfExists(taken)));
                    all.addAll(finish.steps(p, me));
                    return all;
                }
            };
        }

        @Override
        public FinishUpload.Params params() {
            return new FinishUpload.Params(
                    taken.toString(), root.resolve("debian.iso").toString(), "local:iso/debian.iso", SHA256, "sha256");
        }

        @Override
        public Object picture() {
            return Tree.of(root);
        }
    }
}
