package io.coppice.compute.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.compute.guest.Cts;
import io.coppice.compute.guest.GuestFiles;
import io.coppice.compute.guest.PendingChanges;
import io.coppice.compute.guest.Vms;
import io.coppice.compute.machine.FakeMachine;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Upid;
import io.coppice.contract.word.Vmid;
import io.coppice.documents.guest.GuestMove;
import io.coppice.documents.member.ClusterMember;
import io.coppice.servicekit.task.Progress;
import io.coppice.servicekit.task.Step;
import io.coppice.servicekit.task.TaskContext;
import io.coppice.servicekit.truth.StoreUnavailable;
import io.coppice.store.Change;
import io.coppice.store.memory.MemoryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The other node dies or is removed at each point of a move: the only good disks are never removed. */
class LostTargetTest {
    private static final Vmid GUEST = new Vmid(100);
    private static final NodeName HERE = new NodeName("pve1");
    private static final NodeName THERE = new NodeName("pve2");
    private static final String DISK = "local:100/vm-100-disk-0.raw";
    private static final String COPY = "fast:100/vm-100-disk-0.raw";
    private static final String LOOK = "look once more";
    private static final String PIVOT = "move the configuration";
    private static final String CLEAR = "remove the disks here";

    private final MemoryStore store = new MemoryStore(new Random(1), () -> 0);
    private final FakeStorages storages = new FakeStorages().with(DISK, "bytes");
    private final FakeMachine machine = new FakeMachine();
    private final Said said = new Said();

    private static final class Said implements Progress {
        private final List<String> lines = new ArrayList<>();
        private int warnings;

        @Override
        public void log(String line) {
            lines.add(line);
        }

        @Override
        public void warn(String line) {
            lines.add(line);
            warnings++;
        }

        @Override
        public void checkCancelled() {}
    }

    /** A move of a guest, one step after the other. */
    private final class Move {
        private final Migrate kind;
        private final Migrate.Params params;
        private final TaskContext me;

        Move(GuestFiles<?> guests, String text, int restartSeconds) {
            join("pve2-00000002");
            store.submit(guests.change("root@pam").put(guests.path(GUEST), text).build());
            kind = new Migrate(guests, machine, storages.carriage(), storages.restarting(guests, machine));
            params = new Migrate.Params(
                    GUEST.number(),
                    THERE.text(),
                    List.of(new Migrate.Copy(DISK, COPY)),
                    0,
                    restartSeconds,
                    Destination.of(THERE, store.image()).member(),
                    Optional.of(Seen.digest(guests.read(GUEST))));
            me = new TaskContext(
                    new Upid(HERE, 1, 1, 1, kind.type(), GUEST.toString(), "root@pam"),
                    "root@pam",
                    Optional.of(GUEST),
                    Optional.of(guests.require(GUEST).since()));
        }

        private List<Step> steps() {
            return kind.steps(params, me);
        }

        Move through(String last) throws Exception {
            for (Step s : steps()) {
                s.run().run(said);
                if (s.name().equals(last)) {
                    return this;
                }
            }
            throw new AssertionError("there is no step '" + last + "'");
        }

        void run(String name) throws Exception {
            step(name).run().run(said);
        }

        Step step(String name) {
            return steps().stream()
                    .filter(s -> s.name().equals(name))
                    .findFirst()
                    .orElseThrow();
        }

        void back(String from) throws Exception {
            List<Step> steps = steps();
            for (int i = steps.indexOf(steps.stream()
                            .filter(s -> s.name().equals(from))
                            .findFirst()
                            .orElseThrow());
                    i >= 0;
                    i--) {
                steps.get(i).undo().run(said);
            }
        }
    }

    private Move machine() {
        return new Move(new Vms(store, HERE), "cores: 1\nscsi0: " + DISK + "\n", 0);
    }

    private void join(String member) {
        ClusterMember other = new ClusterMember(THERE, 2, member, "10.0.0.2", 8016, "AB:".repeat(31) + "AB");
        store.submit(Change.by(Service.NODE, "root@pam")
                .put(other.path(), other.text())
                .build());
    }

    private void remove() {
        store.submit(Change.by(Service.NODE, "root@pam")
                .delete(ClusterMember.path(THERE))
                .build());
    }

    private String path() {
        return store.image().guest(GUEST.number()).orElseThrow().path();
    }

    private String text() {
        return store.image().guest(GUEST.number()).orElseThrow().text();
    }

    @Test
    void the_disks_here_are_removed_when_the_other_node_has_said_that_it_has_them_and_not_before() throws Exception {
        Move move = machine().through(PIVOT);
        storages.away();
        for (int i = 0; i < 2; i++) {
            Refused refused = assertThrows(Refused.class, () -> move.run(CLEAR));
            assertTrue(refused.failure().text().contains("out of reach"), refused.toString());
            assertTrue(storages.isHere(DISK));
        }
        storages.back();
        move.run(CLEAR);
        assertFalse(storages.isHere(DISK));
        assertEquals("bytes", storages.contentThere(COPY).orElseThrow());
    }

    @Test
    void a_copy_that_the_other_node_does_not_find_keeps_the_disk_here() throws Exception {
        Move move = machine().through(PIVOT);
        storages.lose(COPY);
        Refused refused = assertThrows(Refused.class, () -> move.run(CLEAR));
        assertEquals(
                "node 'pve2' does not find [" + COPY + "]; see whether its storages are there",
                refused.failure().text());
        assertTrue(storages.isHere(DISK));
    }

    @Test
    void what_was_destroyed_over_there_meanwhile_is_missed_by_nobody() throws Exception {
        Move move = machine().through(PIVOT);
        storages.lose(COPY);
        store.submit(Change.by(Service.COMPUTE, "root@pam").delete(path()).build());
        move.run(CLEAR);
        assertFalse(storages.isHere(DISK));
    }

    @Test
    void where_the_other_node_is_removed_afterwards_the_disks_stay_and_the_task_says_how_to_go_on() throws Exception {
        Move move = machine().through(PIVOT);
        storages.away();
        remove();
        move.run(CLEAR);
        assertTrue(storages.isHere(DISK));
        assertEquals("", storages.mark(DISK), "nothing leaves any more");
        assertEquals(1, said.warnings);
        String all = String.join("\n", said.lines);
        for (String told : List.of("'pve2' has left the cluster", DISK, COPY, "nodes/pve2/qemu-server/100.conf")) {
            assertTrue(all.contains(told), all);
        }
    }

    @Test
    void a_node_that_joined_anew_under_the_old_name_says_nothing_of_what_the_first_one_got() throws Exception {
        Move move = machine().through(PIVOT);
        join("pve2-00000022");
        move.run(CLEAR);
        assertTrue(storages.isHere(DISK));
        assertEquals(1, said.warnings);
    }

    @Test
    void a_move_to_a_node_that_was_removed_while_disks_were_copied_goes_back() throws Exception {
        Move move = machine().through("copy " + DISK);
        remove();
        assertThrows(Refused.class, () -> move.run(LOOK));
        move.back(LOOK);
        assertEquals("nodes/pve1/qemu-server/100.conf", path());
        assertEquals("cores: 1\nscsi0: " + DISK + "\n", text());
        assertEquals("", storages.mark(DISK));
        assertTrue(storages.isHere(DISK));
    }

    @Test
    void a_move_to_a_node_that_is_removed_at_the_last_moment_leaves_the_guest_as_it_was() throws Exception {
        Move move = machine().through(LOOK);
        remove();
        for (int i = 0; i < 2; i++) {
            move.run(PIVOT);
            move.run(CLEAR);
            assertEquals("nodes/pve1/qemu-server/100.conf", path());
            assertEquals("cores: 1\nscsi0: " + DISK + "\n", text());
            assertTrue(storages.isHere(DISK));
            assertEquals("", storages.mark(DISK));
            assertEquals(List.of(), store.image().below(GuestMove.FOLDER));
        }
        assertTrue(said.warnings > 0);
    }

    /** Between the look and the change: the change itself is refused. */
    @Test
    void the_change_that_moves_a_guest_is_refused_once_the_other_node_is_another_member() throws Exception {
        Move move = machine().through(LOOK);
        Change change = move.params
                .to()
                .require(store.image(), Change.by(Service.COMPUTE, "root@pam"))
                .put("nodes/pve2/qemu-server/999.conf", "cores: 1\n")
                .build();
        join("pve2-00000022");
        store.submit(change);
        assertTrue(store.image().guest(999).isEmpty());
        Moves moves = new Moves(new Vms(store, HERE));
        assertThrows(Refused.class, () -> moves.move(GUEST, move.params.to(), Map.of(), move.me));
        assertEquals("nodes/pve1/qemu-server/100.conf", path());
    }

    @Test
    void a_container_that_was_shut_down_for_it_starts_again_here_when_there_is_a_quorum() throws Exception {
        machine.with(GUEST, "");
        Move move = new Move(new Cts(store, HERE), "rootfs: " + DISK + ",size=1G\n", 60);
        Step shut = move.step("shut it down");
        shut.run().run(said);
        store.become(MemoryStore.Mood.ALONE);
        assertThrows(StoreUnavailable.class, () -> shut.undo().run(said));
        assertFalse(machine.runs(GUEST));
        store.become(MemoryStore.Mood.WELL);
        shut.undo().run(said);
        assertTrue(machine.runs(GUEST));
    }

    @Test
    void a_container_that_was_shut_down_for_it_starts_again_where_it_stays() throws Exception {
        Cts cts = new Cts(store, HERE);
        machine.with(GUEST, "");
        Move move = new Move(cts, "rootfs: " + DISK + ",size=1G\n\n[PENDING]\nmemory: 256\n", 60);
        move.run("shut it down");
        // as the machine does it when the container has ended
        PendingChanges.apply(cts, GUEST, cts.change("system:compute@pve1"));
        move.through(LOOK);
        assertFalse(machine.runs(GUEST));
        remove();
        move.run(PIVOT);
        move.run(CLEAR);
        move.run("start it there");
        assertTrue(machine.runs(GUEST));
        assertEquals("nodes/pve1/lxc/100.conf", path());
        assertEquals("memory: 256\nrootfs: " + DISK + ",size=1G\n", text());
    }
}
