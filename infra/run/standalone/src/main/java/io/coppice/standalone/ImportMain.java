package io.coppice.standalone;

import io.coppice.contract.word.Malformed;
import io.coppice.contract.word.NodeName;
import io.coppice.documents.member.ClusterMember;
import io.coppice.node.membership.ClusterTruth;
import io.coppice.standalone.imports.NodeNames;
import io.coppice.standalone.imports.Original;
import io.coppice.standalone.imports.Plan;
import io.coppice.store.Change;
import io.coppice.store.Image;
import io.coppice.store.Outcome;
import io.coppice.store.Store;
import io.coppice.store.seal.Sealer;
import io.coppice.store.socket.RemoteStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code coppice import}: brings what an original's {@code /etc/pve} says into the truth of the node that runs here. Ends
 * with 0, 1 for a conflict or a refusal, 3 where no node answers, 255 for words that make no sense.
 */
public final class ImportMain {
    private static final int TRIES = 3;

    private ImportMain() {}

    /** What was asked for. */
    private record Asked(Path data, Path original, boolean dry, Map<String, NodeName> nodes, Plan.Choices choices) {}

    public static void main(String... argv) {
        Logging.configure("import");
        int exit;
        try {
            exit = run(asked(argv));
        } catch (IllegalArgumentException e) {
            System.err.println("coppice import: " + e.getMessage() + "; see 'coppice import --help'");
            exit = 255;
        } catch (IOException e) {
            System.err.println("coppice import: " + e.getMessage());
            exit = 1;
        }
        System.exit(exit);
    }

    private static Asked asked(String... argv) {
        Path data = Path.of(System.getenv().getOrDefault("COPPICE_DATA", "/var/lib/coppice"));
        Set<Path> originals = new LinkedHashSet<>();
        boolean dry = false;
        Map<String, NodeName> nodes = new HashMap<>();
        Set<String> keep = new LinkedHashSet<>();
        Set<String> replace = new LinkedHashSet<>();
        for (int i = 0; i < argv.length; i++) {
            switch (argv[i]) {
                case "--dry-run" -> dry = true;
                case "--data" -> data = Path.of(value(argv, ++i));
                case "--keep" -> keep.add(value(argv, ++i));
                case "--replace" -> replace.add(value(argv, ++i));
                case "--node" -> {
                    String[] both = value(argv, ++i).split("=", 2);
                    nodes.put(both[0], node(both.length > 1 ? both[1] : ""));
                }
                default -> {
                    if (argv[i].startsWith("-")) {
                        throw new IllegalArgumentException("unknown option " + argv[i]);
                    }
                    originals.add(Path.of(argv[i]));
                }
            }
        }
        if (originals.size() != 1) {
            throw new IllegalArgumentException("one folder is imported, not " + originals.size());
        }
        return new Asked(data, originals.iterator().next(), dry, nodes, new Plan.Choices(keep, replace));
    }

    private static String value(String[] argv, int at) {
        if (at >= argv.length) {
            throw new IllegalArgumentException(argv[at - 1] + " needs a value");
        }
        return argv[at];
    }

    private static NodeName node(String text) {
        try {
            return new NodeName(text);
        } catch (Malformed e) {
            throw new IllegalArgumentException("--node takes OLD=NEW, and '" + text + "' is no node's name", e);
        }
    }

    private static int run(Asked asked) throws IOException {
        Original original = Original.read(asked.original());
        DataFolder data = new DataFolder(asked.data().toAbsolutePath());
        Path socket = data.storeSocketForRoot();
        if (!Files.exists(socket)) {
            System.err.println("coppice import: no node runs with its data in " + asked.data()
                    + ", or it is not yours; 'coppice up' starts one");
            return 3;
        }
        try (Store store = connect(socket)) {
            Image image = store.image();
            NodeNames names = new NodeNames(here(image), asked.nodes());
            Sealer sealer = Sealer.withKeyring(data.secret().resolve("keyring"));
            Plan plan = Plan.of(original, names, asked.choices(), image, sealer);
            tell(plan);
            if (!plan.conflicts().isEmpty()) {
                System.out.println(
                        "Nothing was written: " + counted(plan.conflicts().size(), "conflict") + ".");
                return 1;
            }
            int writes = plan.writes().size();
            if (writes == 0) {
                System.out.println("Nothing to do: all of it is here.");
                return 0;
            }
            if (asked.dry()) {
                System.out.println("Nothing was written; " + counted(writes, "document") + " would be, in one change.");
                return 0;
            }
            return write(store, plan.change("root@pam"), counted(writes, "document"));
        }
    }

    private static Store connect(Path socket) throws IOException {
        return RemoteStore.connect(socket, Duration.ofSeconds(20));
    }

    private static Set<NodeName> here(Image image) throws IOException {
        Set<NodeName> members =
                ClusterTruth.members(image).stream().map(ClusterMember::node).collect(Collectors.toSet());
        return members.isEmpty() ? Set.of(ThisHost.name()) : members;
    }

    private static void tell(Plan plan) {
        plan.remarks().forEach(System.out::println);
        for (Plan.Item i : plan.items()) {
            switch (i.fate()) {
                case NEW -> System.out.println("new       " + i.path());
                case REPLACED -> System.out.println("replaces  " + i.path());
                case MERGED -> System.out.println("adds to   " + i.path());
                case KEPT -> System.out.println("stays     " + i.path());
                case CONFLICT -> System.out.println("conflict  " + i.path() + ": " + i.why());
                case SAME -> {}
            }
        }
    }

    private static int write(Store store, Change change, String what) {
        Outcome outcome = store.submit(change);
        for (int i = 1; i < TRIES && outcome instanceof Outcome.Unknown; i++) {
            outcome = store.submit(change);
        }
        return switch (outcome) {
            case Outcome.Done d -> {
                System.out.println(what + " written in one change.");
                yield 0;
            }
            case Outcome.Refused r -> {
                System.err.println("coppice import: refused, nothing was written: " + r.message());
                yield 1;
            }
            case Outcome.Unknown u -> {
                System.err.println("coppice import: outcome unknown, the truth does not answer; run it again: what was"
                        + " written is found then");
                yield 3;
            }
        };
    }

    private static String counted(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
