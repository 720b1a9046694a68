package io.coppice.store.raft;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.store.Change;
import io.coppice.store.Document;
import io.coppice.store.Image;
import io.coppice.store.Membership;
import io.coppice.store.Outcome;
import io.coppice.store.Store;
import io.coppice.store.StoreLines;
import io.coppice.store.memory.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Several stores in this process, with lines between them that can be cut. Nodes are called a, b, c… */
final class Group implements AutoCloseable {
    static final String LARGE = "x".repeat(500_000);
    final Network network = new Network();
    private final Path dir;
    private final StoreOptions options;
    private final UnaryOperator<StoreLines> wrap;
    private final Map<String, Store> stores = new ConcurrentSkipListMap<>();
    private final Map<String, String> members = new ConcurrentSkipListMap<>();
    private final Map<String, MovedClock> clocks = new ConcurrentSkipListMap<>();

    Group(Path dir, StoreOptions options) {
        this(dir, options, lines -> lines);
    }

    Group(Path dir, StoreOptions options, UnaryOperator<StoreLines> wrap) {
        this.dir = dir;
        this.options = options;
        this.wrap = wrap;
    }

    /** So many nodes that all vote, as far as they may. */
    static Group of(Path dir, StoreOptions options, int nodes) throws IOException {
        Group group = new Group(dir, options);
        try {
            group.found("a");
            for (int i = 1; i < nodes; i++) {
                group.grow(String.valueOf((char) ('a' + i)));
            }
            group.awaitVoters(io.coppice.store.member.Voters.seats(nodes));
            return group;
        } catch (IOException | RuntimeException | Error e) {
            group.close();
            throw e;
        }
    }

    static StoreOptions usual() {
        return StoreOptions.usual().withMinFreeBytes(0);
    }

    static List<String> names(Image image) {
        return image.below("cluster/members/").stream()
                .map(d -> d.text().strip())
                .toList();
    }

    Path home(String node) {
        return dir.resolve(node).resolve("store");
    }

    /** Each node's own, right until it is moved. */
    MovedClock clock(String node) {
        return clocks.computeIfAbsent(node, n -> new MovedClock());
    }

    private Cluster cluster(String member) {
        return new Cluster(wrap.apply(network.of(member)), Group::names);
    }

    Store found(String node) throws IOException {
        String member = Stores.member(home(node), new NodeName(node));
        members.put(node, member);
        Store store = open(node);
        add(store, node);
        return store;
    }

    /** Writes that a node is a member. */
    void add(Store by, String node) {
        done(by.submit(change("cluster/members/" + node, member(node))));
    }

    void remove(Store by, String node) {
        done(by.submit(Change.by(Service.NODE, "root@pam")
                .delete("cluster/members/" + node)
                .build()));
    }

    /** Joins a node; it follows. */
    Store join(String node) throws IOException {
        return join(node, Stores.newMember(new NodeName(node)), options);
    }

    Store join(String node, String member, StoreOptions with) throws IOException {
        members.put(node, member);
        add(any(), node);
        Store store =
                Stores.join(home(node), member, names(any().image()), with.withClock(clock(node)), cluster(member));
        stores.put(node, store);
        return store;
    }

    /** Joins a node and restarts it, so that it may vote. */
    Store grow(String node) throws IOException {
        join(node);
        return restart(node);
    }

    Store open(String node) throws IOException {
        return open(node, options);
    }

    Store open(String node, StoreOptions with) throws IOException {
        Store store = Stores.open(home(node), new NodeName(node), with.withClock(clock(node)), cluster(member(node)));
        stores.put(node, store);
        return store;
    }

    Store restart(String node) throws IOException {
        stop(node);
        return open(node);
    }

    void stop(String node) {
        Store store = stores.remove(node);
        if (store != null) {
            store.close();
        }
    }

    Store store(String node) {
        return Objects.requireNonNull(stores.get(node), node);
    }

    Optional<Store> running(String node) {
        return Optional.ofNullable(stores.get(node));
    }

    Membership membership(String node) {
        return Stores.membership(store(node));
    }

    String member(String node) {
        return Objects.requireNonNull(members.get(node), node);
    }

    String node(String member) {
        return member.substring(0, member.lastIndexOf('-'));
    }

    Collection<String> running() {
        return new ArrayList<>(stores.keySet());
    }

    /** One that is led, or leads. */
    Store any() {
        return stores.values().stream()
                .filter(s -> Stores.membership(s).role() == Membership.Role.LEADS)
                .findFirst()
                .orElseGet(() -> stores.values().iterator().next());
    }

    /** The node that leads, as soon as one does. */
    String leader() {
        await("a leader", () -> leading().isPresent());
        return leading().orElseThrow();
    }

    Optional<String> leading() {
        return running().stream()
                .filter(n -> running(n)
                        .filter(s -> Stores.membership(s).role() == Membership.Role.LEADS)
                        .isPresent())
                .findFirst();
    }

    /** One that votes and does not lead. */
    String other() {
        String leader = leader();
        return running().stream()
                .filter(n -> !n.equals(leader) && membership(n).role() == Membership.Role.VOTES)
                .findFirst()
                .orElseThrow();
    }

    /** Has a node write something large so many times, with numbers at its ends. */
    void write(String node, String path, int times) {
        for (int i = 0; i < times; i++) {
            done(store(node).submit(change(path, LARGE + i)));
        }
    }

    /** Of a node that does not run. */
    void copyDisk(String node, Path to) throws IOException {
        copy(home(node), to);
    }

    /** A copy takes the place of what a node has that does not run. */
    void putBack(String node, Path copy) throws IOException {
        Home.deleteAll(home(node));
        copy(copy, home(node));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path p : all.toList()) {
                Path target = to.resolve(from.relativize(p).toString());
                if (Files.isDirectory(p)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(p, target);
                }
            }
        }
    }

    void cutOff(String node) {
        for (String other : members.keySet()) {
            if (!other.equals(node)) {
                network.part(member(node), member(other));
            }
        }
    }

    /** Until so many vote, and each of them that runs knows that this is settled: before, it would go by who voted, too. */
    void awaitVoters(int n) {
        await(n + " voters", () -> {
            Optional<String> leader = leading();
            return leader.isPresent()
                    && membership(leader.get()).voters().size() == n
                    && running().stream()
                                    .filter(s -> ((RaftStore) store(s)).seated())
                                    .count()
                            == n;
        });
    }

    /** Until all that run show the same. */
    void awaitEqual() {
        await("equal images", () -> {
            List<List<Document>> images = running().stream()
                    .map(n -> store(n).image().below(""))
                    .distinct()
                    .toList();
            return images.size() == 1;
        });
    }

    static void await(String what, BooleanSupplier that) {
        await(what, that, 60);
    }

    static void await(String what, BooleanSupplier that, long seconds) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!that.getAsBoolean()) {
            if (System.nanoTime() - until > 0) {
                throw new AssertionError("not after " + seconds + " s: " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    static Change change(String path, String text) {
        return Change.by(path.startsWith("cluster/") ? Service.NODE : Service.COMPUTE, "root@pam")
                .put(path, text)
                .build();
    }

    static Outcome.Done done(Outcome outcome) {
        if (outcome instanceof Outcome.Done d) {
            return d;
        }
        throw new AssertionError("not done: " + outcome);
    }

    @Override
    public void close() {
        running().parallelStream().forEach(n -> store(n).close());
        stores.clear();
    }
}
