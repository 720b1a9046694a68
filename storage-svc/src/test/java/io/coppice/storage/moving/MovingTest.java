package io.coppice.storage.moving;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.access.Identity;
import io.coppice.contract.api.storage.MovingInternalApi;
import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.endpoint.Streamed;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import io.coppice.contract.word.VolumeId;
import io.coppice.documents.guest.GuestMove;
import io.coppice.live.LocalLive;
import io.coppice.servicekit.host.HostCommands;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Calls;
import io.coppice.servicekit.serve.Credential;
import io.coppice.servicekit.serve.Dispatcher;
import io.coppice.servicekit.serve.NodeCalls;
import io.coppice.servicekit.serve.ServiceClient;
import io.coppice.servicekit.serve.StoreGatekeeper;
import io.coppice.servicekit.task.Ownership;
import io.coppice.servicekit.task.TaskFolder;
import io.coppice.servicekit.task.TaskMarks;
import io.coppice.servicekit.task.TaskRunner;
import io.coppice.servicekit.task.TaskVault;
import io.coppice.storage.StorageService;
import io.coppice.storage.TestStorage;
import io.coppice.storage.directory.DirectoryHost;
import io.coppice.storage.directory.FreeSpace;
import io.coppice.storage.sweep.Living;
import io.coppice.store.Change;
import io.coppice.store.memory.MemoryStore;
import io.coppice.store.seal.Sealer;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The storages of two nodes over folders of their own and one truth. */
class MovingTest {
    private static final NodeName ONE = new NodeName("pve1");
    private static final NodeName TWO = new NodeName("pve2");
    private static final VolumeId DISK = VolumeId.parse("local:100/vm-100-disk-0.raw");
    private static final VolumeId COPY = VolumeId.parse("local:100/vm-100-disk-1.raw");
    private static final GuestMove MOVE = new GuestMove("task-pve1-1", new Vmid(100), ONE, TWO, false);
    private static final String COMES = GuestMove.coming(MOVE.task());
    private static final int LENGTH = (9 << 20) + 12_345;
    private final MemoryStore store = new MemoryStore();
    private final Map<NodeName, Calls> nodes = new HashMap<>();
    private final Map<NodeName, StorageService> services = new HashMap<>();
    private final Vertx vertx = Vertx.vertx();
    private final Caller self = new Caller(
            new Identity.Internal("system:storage@pve1"), (path, privilege) -> true, new Credential.None(), "");

    @TempDir
    Path dir;

    @BeforeEach
    void two() throws IOException {
        TestStorage.define(store, "dir", "local", Map.of("path", "/disks", "content", "images"));
        node(ONE);
        node(TWO);
        say(MOVE);
    }

    @AfterEach
    void close() {
        store.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void node(NodeName name) throws IOException {
        Path root = Files.createDirectories(dir.resolve(name.text()));
        TaskFolder folder = new TaskFolder(root.resolve("tasks"));
        TaskVault vault = new TaskVault(store, Sealer.withKeyring(dir.resolve("keyring")), Service.STORAGE);
        TaskRunner tasks =
                new TaskRunner(folder, name, v -> new Ownership.Standing.Nowhere(), vault, Clock.systemUTC());
        StorageService service = new StorageService(
                new StorageService.Ground(
                        name,
                        store,
                        new LocalLive(name, Clock.systemUTC()),
                        tasks,
                        Living.of(new TaskMarks(folder, name)),
                        root.resolve("spool")),
                new DirectoryHost(new HostCommands(), root, FreeSpace.ofKernel()),
                new Away(to -> Objects.requireNonNull(nodes.get(to)), self, Duration.ofMillis(200)));
        Dispatcher dispatcher = new Dispatcher(service.routes(), new StoreGatekeeper(store, InstantSource.system()));
        nodes.put(name, new NodeCalls(dispatcher, new ServiceClient(vertx, root, "service.sock", name)));
        services.put(name, service);
    }

    private void say(GuestMove move) {
        store.submit(Change.by(Service.COMPUTE, "root@pam")
                .put(move.path(), move.text())
                .build());
    }

    private void forget() {
        store.submit(Change.by(Service.COMPUTE, "root@pam").delete(MOVE.path()).build());
    }

    private void config(NodeName node, VolumeId volume) {
        store.submit(Change.by(Service.COMPUTE, "root@pam")
                .put("nodes/" + node + "/qemu-server/100.conf", "scsi0: " + volume + "\n")
                .build());
    }

    private <I extends Record, O> @Nullable O on(NodeName node, Endpoint<I, O> endpoint, I input) {
        return Objects.requireNonNull(nodes.get(node)).call(endpoint, input, self);
    }

    private Path file(NodeName node, VolumeId volume) {
        return dir.resolve(node.text()).resolve("disks/images").resolve(volume.name());
    }

    private Path mark(NodeName node, VolumeId volume) {
        Path file = file(node, volume);
        return file.resolveSibling("." + file.getFileName() + ".mark");
    }

    private byte[] disk() throws IOException {
        byte[] bytes = new byte[LENGTH];
        new Random(7).nextBytes(bytes);
        java.util.Arrays.fill(bytes, 4 << 20, 8 << 20, (byte) 0); // a piece that is a hole
        Files.createDirectories(file(ONE, DISK).getParent());
        return Files.readAllBytes(Files.write(file(ONE, DISK), bytes));
    }

    private long begin() {
        return Objects.requireNonNull(on(TWO, MovingInternalApi.BEGIN, new MovingInternalApi.OfMark(COPY, COMES)))
                .bytes();
    }

    private long send(long offset, long length, boolean compare) {
        return Objects.requireNonNull(on(
                        ONE,
                        MovingInternalApi.SEND,
                        new MovingInternalApi.Send(DISK, TWO, COPY, COMES, offset, length, compare, 0)))
                .bytes();
    }

    @Test
    void a_volume_arrives_byte_by_byte_and_its_holes_do_not_travel() throws Exception {
        byte[] bytes = disk();
        assertEquals(0, begin());
        assertEquals(LENGTH - (4 << 20), send(0, LENGTH, false));
        on(TWO, MovingInternalApi.FINISH, new MovingInternalApi.Finish(COPY, COMES, LENGTH));
        assertArrayEquals(bytes, Files.readAllBytes(file(TWO, COPY)));
        assertEquals("rw-r-----", mode(file(TWO, COPY)));
        on(TWO, MovingInternalApi.UNMARK, new MovingInternalApi.OfMark(COPY, COMES));
        assertFalse(Files.exists(mark(TWO, COPY), LinkOption.NOFOLLOW_LINKS));
    }

    private static String mode(Path file) throws IOException {
        return java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void what_came_before_a_crash_is_not_sent_again_and_what_came_wrong_is() throws Exception {
        byte[] bytes = disk();
        begin();
        send(0, 4 << 20, false);
        send(4 << 20, 4 << 20, false);
        assertEquals(4 << 20, begin());
        assertEquals(0, send(0, 4 << 20, true));
        Files.write(file(TWO, COPY), new byte[8 << 20]);
        assertEquals(4 << 20, send(0, 4 << 20, true));
        send(8 << 20, LENGTH - (8 << 20), false);
        on(TWO, MovingInternalApi.FINISH, new MovingInternalApi.Finish(COPY, COMES, LENGTH));
        assertArrayEquals(bytes, Files.readAllBytes(file(TWO, COPY)));
    }

    @Test
    void a_part_that_did_not_arrive_as_it_was_sent_is_refused() throws Exception {
        disk();
        begin();
        Files.write(file(TWO, COPY), new byte[] {1}); // where a hole is believed to be
        Files.write(file(ONE, DISK), new byte[1 << 20]);
        assertTrue(assertThrows(Refused.class, () -> send(0, 1 << 20, false))
                .failure()
                .text()
                .contains("did not arrive"));
    }

    @Test
    void nothing_is_marked_for_a_move_that_the_truth_does_not_know_or_over_what_is_there() throws Exception {
        disk();
        Files.createDirectories(file(TWO, COPY).getParent());
        Files.writeString(file(TWO, COPY), "somebody's");
        assertTrue(assertThrows(Refused.class, this::begin).failure().text().contains("exists already"));
        assertEquals("somebody's", Files.readString(file(TWO, COPY)));
        assertThrows(
                Refused.class,
                () -> on(
                        TWO,
                        MovingInternalApi.RECEIVE,
                        new MovingInternalApi.Receive(
                                COPY, COMES, 0, 4, new Streamed(new ByteArrayInputStream(new byte[64])))));
        assertEquals("somebody's", Files.readString(file(TWO, COPY)));
        forget();
        assertThrows(
                Refused.class,
                () -> on(ONE, MovingInternalApi.MARK, new MovingInternalApi.OfMark(DISK, "leave-task-pve1-9")));
    }

    @Test
    void copies_whose_move_is_over_go_unless_they_are_the_guests_and_what_left_stays() throws Exception {
        byte[] bytes = disk();
        on(ONE, MovingInternalApi.MARK, new MovingInternalApi.OfMark(DISK, GuestMove.leaving(MOVE.task())));
        config(ONE, COPY); // the same name on the node that it leaves says nothing of the copy
        begin();
        services.values().forEach(StorageService::sweep);
        assertTrue(Files.exists(file(TWO, COPY)));
        forget();
        services.values().forEach(StorageService::sweep);
        assertFalse(Files.exists(file(TWO, COPY)));
        assertArrayEquals(bytes, Files.readAllBytes(file(ONE, DISK)));
        assertFalse(Files.exists(mark(ONE, DISK), LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void a_copy_that_is_the_guests_stays_and_loses_its_mark() throws Exception {
        disk();
        begin();
        config(TWO, COPY);
        forget();
        services.values().forEach(StorageService::sweep);
        assertTrue(Files.exists(file(TWO, COPY)));
        assertFalse(Files.exists(mark(TWO, COPY), LinkOption.NOFOLLOW_LINKS));
    }
}
