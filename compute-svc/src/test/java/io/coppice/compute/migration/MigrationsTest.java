package io.coppice.compute.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.access.Identity;
import io.coppice.compute.guest.Vms;
import io.coppice.compute.machine.FakeMachine;
import io.coppice.contract.api.guest.MigrateApi;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Upid;
import io.coppice.contract.word.UserId;
import io.coppice.contract.word.Vmid;
import io.coppice.documents.guest.GuestMove;
import io.coppice.documents.member.ClusterMember;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Credential;
import io.coppice.servicekit.serve.Dispatcher;
import io.coppice.servicekit.serve.StoreGatekeeper;
import io.coppice.servicekit.task.StoreOwnership;
import io.coppice.servicekit.task.TaskFolder;
import io.coppice.servicekit.task.TaskMarks;
import io.coppice.servicekit.task.TaskRunner;
import io.coppice.servicekit.task.TaskVault;
import io.coppice.store.Change;
import io.coppice.store.Document;
import io.coppice.store.memory.MemoryStore;
import io.coppice.store.seal.Sealer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Moves with real tasks, over a truth in memory and storages that are maps. */
class MigrationsTest {
    private static final NodeName HERE = new NodeName("pve1");
    private static final String FINGERPRINT = "AB:".repeat(31) + "AB";
    private final MemoryStore store = new MemoryStore(new Random(1), () -> 0);
    private final FakeStorages storages = new FakeStorages();
    private final FakeMachine machine = new FakeMachine();
    private final Vms vms = new Vms(store, HERE);
    private TaskFolder folder;
    private TaskRunner tasks;
    private Dispatcher dispatcher;

    @TempDir
    Path dir;

    @BeforeEach
    void open() throws IOException {
        for (int n = 1; n <= 3; n++) {
            ClusterMember member = new ClusterMember(
                    new NodeName("pve" + n), n, "pve" + n + "-0000000" + n, "10.0.0." + n, 8016, FINGERPRINT);
            store.submit(Change.by(Service.NODE, "root@pam")
                    .put(member.path(), member.text())
                    .build());
        }
        folder = new TaskFolder(dir.resolve("tasks"));
        TaskVault vault = new TaskVault(store, Sealer.withKeyring(dir.resolve("keyring")), Service.COMPUTE);
        tasks = new TaskRunner(folder, HERE, new StoreOwnership(store, HERE), vault, Clock.systemUTC());
        Migrations migrations = new Migrations(vms, machine, tasks, storages.ways());
        dispatcher = new Dispatcher(migrations.routes(), new StoreGatekeeper(store, InstantSource.system()));
        tasks.resume();
    }

    @AfterEach
    void close() {
        tasks.close();
        store.close();
    }

    private void guest(String text) {
        store.submit(vms.change("root@pam").put(vms.path(new Vmid(100)), text).build());
    }

    private Object call(String endpoint, Map<String, Object> parameters) {
        Map<String, Object> all = new HashMap<>(parameters);
        all.put("node", "pve1");
        all.put("vmid", 100);
        Caller root = new Caller(
                new Identity.User(UserId.ROOT), (path, privilege) -> true, new Credential.None(), "192.0.2.1");
        var declared = endpoint.startsWith("GET") ? MigrateApi.LOOK_VM : MigrateApi.MOVE_VM;
        return Objects.requireNonNull(
                dispatcher.dispatch(declared, root, declared.input().check(all)));
    }

    private Failure refused(Map<String, Object> parameters) {
        return assertThrows(Refused.class, () -> call("POST", parameters)).failure();
    }

    private String end(Object upid) throws Exception {
        return tasks.awaitEnd(Upid.parse(String.valueOf(upid)), Duration.ofSeconds(30))
                .orElse("it has not ended");
    }

    private Document now() {
        return store.image().guest(100).orElseThrow();
    }

    @Test
    void a_guest_goes_over_with_its_disks_under_names_that_are_free_there() throws Exception {
        guest("cores: 2\nide2: none,media=cdrom\nscsi0: local:100/vm-100-disk-0.qcow2,size=1G\n"
                + "scsi1: nfs:100/vm-100-disk-0.raw\n");
        storages.with("local:100/vm-100-disk-0.qcow2", "bytes")
                .with("nfs:100/vm-100-disk-0.raw", "shared")
                .withThere("local:100/vm-100-disk-0.raw", "somebody's");
        assertEquals("OK", end(call("POST", Map.of("target", "pve2"))));
        assertEquals("nodes/pve2/qemu-server/100.conf", now().path());
        assertEquals(
                "cores: 2\nide2: none,media=cdrom\nscsi0: local:100/vm-100-disk-1.qcow2,size=1G\n"
                        + "scsi1: nfs:100/vm-100-disk-0.raw\n",
                now().text());
        assertEquals(
                "bytes", storages.contentThere("local:100/vm-100-disk-1.qcow2").orElseThrow());
        assertFalse(storages.isHere("local:100/vm-100-disk-0.qcow2"));
        assertTrue(storages.isHere("nfs:100/vm-100-disk-0.raw"));
        assertTrue(store.image().below(GuestMove.FOLDER).size() == 1, "until it is swept");
        new OverMoves(store, HERE, "system:compute@pve1", new TaskMarks(folder, HERE)::isOver).reconcile();
        assertEquals(List.of(), store.image().below(GuestMove.FOLDER));
    }

    @Test
    void disks_go_to_the_storages_that_are_named_for_theirs() throws Exception {
        guest("scsi0: local:100/vm-100-disk-0.raw\nscsi1: slow:100/vm-100-disk-0.raw\n");
        storages.with("local:100/vm-100-disk-0.raw", "a").with("slow:100/vm-100-disk-0.raw", "b");
        assertEquals("OK", end(call("POST", Map.of("target", "pve2", "targetstorage", "slow:fast"))));
        assertEquals("scsi0: local:100/vm-100-disk-0.raw\nscsi1: fast:100/vm-100-disk-0.raw\n", now().text());
    }

    @Test
    void where_the_other_node_does_not_answer_nothing_happens() {
        guest("cores: 1\n");
        storages.away();
        assertEquals(595, refused(Map.of("target", "pve2")).status());
        assertEquals("cores: 1\n", now().text());
    }

    @Test
    void what_cannot_be_done_is_refused_by_name() {
        guest("scsi0: local:100/vm-100-disk-0.raw\nide2: local:iso/x.iso,media=cdrom\nhostpci0: 0000:01:00.0\n");
        storages.with("local:100/vm-100-disk-0.raw", "a").with("local:iso/x.iso", "iso");
        assertEquals(
                Map.of("target", "target is local node."),
                ((Failure.BadParameters) refused(Map.of("target", "pve1"))).byName());
        assertTrue(refused(Map.of("target", "pve9")).toString().contains("no such cluster node 'pve9'"));
        assertTrue(refused(Map.of("target", "pve2")).text().contains("hostpci0"));
        assertTrue(refused(Map.of("target", "pve2", "force", true)).text().contains("'local:iso/x.iso' (ide2)"));
        assertTrue(refused(Map.of("target", "pve2", "migration_network", "10.0.0.0/8"))
                .toString()
                .contains("migration_network"));
        machine.with(new Vmid(100), "");
        assertTrue(refused(Map.of("target", "pve2", "online", true)).toString().contains("not there yet"));
        assertTrue(refused(Map.of("target", "pve2")).text().contains("shut it down first"));
    }

    /** The task waits its turn, and meanwhile another gives the guest a disk that nobody has listed. */
    @Test
    void a_guest_that_was_changed_while_its_move_waited_stays() throws Exception {
        guest("scsi0: local:100/vm-100-disk-0.raw\n");
        storages.with("local:100/vm-100-disk-0.raw", "a").with("local:100/vm-100-disk-1.raw", "b");
        Object upid = tasks.exclusively(new Vmid(100), () -> {
            Object waiting = call("POST", Map.of("target", "pve2"));
            guest("scsi0: local:100/vm-100-disk-0.raw\nscsi1: local:100/vm-100-disk-1.raw\n");
            return waiting;
        });
        assertEquals("detected modified configuration - file changed by other user? Try again.", end(upid));
        assertEquals("nodes/pve1/qemu-server/100.conf", now().path());
        assertFalse(now().text().contains("lock"));
        assertEquals("OK", end(call("POST", Map.of("target", "pve2"))));
        assertEquals("b", storages.contentThere("local:100/vm-100-disk-1.raw").orElseThrow());
    }

    @Test
    void a_guest_whose_target_was_removed_and_joined_anew_while_its_move_waited_stays() throws Exception {
        guest("scsi0: local:100/vm-100-disk-0.raw\n");
        storages.with("local:100/vm-100-disk-0.raw", "a");
        Object upid = tasks.exclusively(new Vmid(100), () -> {
            Object waiting = call("POST", Map.of("target", "pve2"));
            ClusterMember anew =
                    new ClusterMember(new NodeName("pve2"), 2, "pve2-00000022", "10.0.0.2", 8016, FINGERPRINT);
            store.submit(Change.by(Service.NODE, "root@pam")
                    .put(anew.path(), anew.text())
                    .build());
            return waiting;
        });
        assertEquals("node 'pve2' has left the cluster since the move was asked for", end(upid));
        assertEquals("scsi0: local:100/vm-100-disk-0.raw\n", now().text());
    }

    @Test
    void a_locked_guest_stays() {
        guest("lock: backup\n");
        assertEquals("VM is locked (backup)", refused(Map.of("target", "pve2")).text());
    }

    @Test
    void who_asks_first_is_told_what_goes_and_what_is_in_the_way() {
        guest("ide2: local:iso/x.iso,media=cdrom\nscsi0: local:100/vm-100-disk-0.raw\n"
                + "scsi1: nfs:100/vm-100-disk-0.raw\nusb0: host=1-1\nunused0: gone:100/vm-100-disk-9.raw\n");
        storages.with("local:100/vm-100-disk-0.raw", "a")
                .with("local:iso/x.iso", "iso")
                .with("nfs:100/vm-100-disk-0.raw", "shared");
        @SuppressWarnings("unchecked")
        Map<String, Object> told = (Map<String, Object>) call("GET", Map.of());
        assertEquals(List.of("usb0"), told.get("local_resources"));
        assertEquals(
                List.of("local:iso/x.iso", "local:100/vm-100-disk-0.raw", "gone:100/vm-100-disk-9.raw"),
                ((List<?>) told.get("local_disks"))
                        .stream()
                                .map(d -> String.valueOf(((Map<?, ?>) d).get("volid")))
                                .toList());
        assertEquals(List.of(), told.get("allowed_nodes"));
        assertEquals(
                "{pve2={unavailable_storages=[gone]}, pve3={unavailable_storages=[gone]}}",
                String.valueOf(told.get("not_allowed_nodes")));
        assertEquals(false, told.get("running"));
    }
}
