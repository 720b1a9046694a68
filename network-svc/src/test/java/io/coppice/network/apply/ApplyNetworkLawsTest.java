package io.coppice.network.apply;

import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Upid;
import io.coppice.documents.interfaces.Interfaces;
import io.coppice.documents.interfaces.Links;
import io.coppice.network.file.NetworkFiles;
import io.coppice.servicekit.task.Progress;
import io.coppice.servicekit.task.TaskContext;
import io.coppice.servicekit.task.TaskKind;
import io.coppice.tasklaws.TaskLaws;
import io.coppice.tasklaws.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** {@code srvreload} on real files and a network that is a text; confirmed before it is asked. */
final class ApplyNetworkLawsTest extends TaskLaws<ApplyNetwork.Params> {
    @TempDir
    private Path base;

    @Override
    protected World<ApplyNetwork.Params> world() {
        try {
            return new Host(Files.createTempDirectory(base, "world"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Host implements World<ApplyNetwork.Params>, ApplyNetwork.World {
        private static final String WAS = "auto vmbr0\niface vmbr0 inet manual\n\tbridge-ports none\n";
        private static final String COMES = WAS + "\nauto vmbr1\niface vmbr1 inet manual\n\tbridge-ports none\n";
        private final Path root;
        private final ApplyNetwork kind;
        private String runs = Interfaces.parse(WAS, Links.NONE).print();

        Host(Path root) throws IOException {
            this.root = root;
            NetworkFiles files = new NetworkFiles(root);
            files.writePresent(WAS);
            files.writePending(COMES);
            Path kept = Files.createDirectories(root.resolve("kept"));
            Upid upid = new Upid(new NodeName("pve1"), 1, 1, 1, "srvreload", "100", "root@pam");
            Files.createFile(kept.resolve(new TaskContext(upid, "root@pam").id() + ".confirmed"));
            kind = new ApplyNetwork(
                    files, kept, this, new Confirmations(kept, Clock.systemUTC(), Duration.ofMinutes(1)));
        }

        @Override
        public Links links() {
            return Links.NONE;
        }

        @Override
        public void require(Interfaces to) {}

        @Override
        public void reload(Interfaces from, Interfaces to, Progress progress) {
            runs = to.print();
        }

        @Override
        public TaskKind<ApplyNetwork.Params> kind() {
            return kind;
        }

        @Override
        public ApplyNetwork.Params params() {
            return new ApplyNetwork.Params(true, false);
        }

        @Override
        public Object picture() {
            Map<String, String> all = new TreeMap<>(Map.of("runs", runs));
            try (Stream<Path> files = Files.walk(root)) {
                for (Path f : files.filter(Files::isRegularFile).toList()) {
                    if (!f.toString().endsWith(".confirmed")) {
                        all.put(root.relativize(f).toString(), Files.readString(f));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return all;
        }
    }
}
