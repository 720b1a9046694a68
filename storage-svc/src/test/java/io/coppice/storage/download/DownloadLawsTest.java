package io.coppice.storage.download;

import io.coppice.contract.word.NodeName;
import io.coppice.servicekit.task.TaskKind;
import io.coppice.storage.Tree;
import io.coppice.storage.directory.Unfinished;
import io.coppice.storage.directory.VolumeNews;
import io.coppice.storage.upload.FinishUpload;
import io.coppice.tasklaws.TaskLaws;
import io.coppice.tasklaws.World;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** {@code download} of a source that always sends the same, onto real files, beside a download that another task has. */
final class DownloadLawsTest extends TaskLaws<Download.Params> {
    private static final byte[] DATA = "an image of a disk".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path base;

    @Override
    protected World<Download.Params> world() {
        try {
            return new Folder(Files.createTempDirectory(base, "world"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Folder implements World<Download.Params> {
        private final Path root;
        private final Path part;
        private final Download download = new Download(
                (from, verify, whole) -> new Source.Answer(
                        new ByteArrayInputStream(DATA),
                        Optional.of((long) DATA.length),
                        Optional.empty(),
                        Optional.empty()),
                VolumeNews.unheard());

        Folder(Path root) throws IOException {
            this.root = root;
            this.part = new Unfinished(new NodeName("pve1")).in(root).file();
            Files.writeString(root.resolve(".pve1-of-another.upload"), "theirs");
            Files.writeString(root.resolve("other.iso"), "theirs");
        }

        @Override
        public TaskKind<Download.Params> kind() {
            return download;
        }

        @Override
        public Download.Params params() {
            FinishUpload.Params finish = new FinishUpload.Params(
                    part.toString(), root.resolve("debian.iso").toString(), "local:iso/debian.iso", "", "");
            return new Download.Params("https://example.org/debian.iso", true, part.toString(), finish);
        }

        @Override
        public Object picture() {
            return Tree.of(root);
        }
    }
}
