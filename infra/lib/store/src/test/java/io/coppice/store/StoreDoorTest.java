package io.coppice.store;

import static io.coppice.testkit.Eventually.that;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.endpoint.Service;
import io.coppice.store.Change.Precondition;
import io.coppice.store.Change.Write;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store does, whatever stands behind its door. */
public abstract class StoreDoorTest {
    protected Store store;

    /** A store with nothing in it, that may write as any service. */
    protected abstract Store open() throws Exception;

    @BeforeEach
    void open_the_store() throws Exception {
        store = open();
    }

    @AfterEach
    void close_the_store() {
        store.close();
    }

    protected static Change put(String path, String text) {
        return Change.by(Service.COMPUTE, "root@pam").put(path, text).build();
    }

    protected Outcome.Done done(Change c) {
        return assertInstanceOf(Outcome.Done.class, store.submit(c));
    }

    protected Outcome.Refused refused(Change c) {
        return assertInstanceOf(Outcome.Refused.class, store.submit(c));
    }

    @Test
    void a_done_change_shows_when_submit_returns() {
        for (int i = 0; i < 50; i++) {
            Outcome.Done d = done(put("nodes/a/qemu-server/100.conf", "memory: " + i));
            Document now = store.image().find("nodes/a/qemu-server/100.conf").orElseThrow();
            assertEquals("memory: " + i, now.text());
            assertEquals(d.revision().number(), now.revision());
            assertTrue(store.image().revision().number() >= d.revision().number());
        }
    }

    @Test
    void a_digest_is_the_sha1_of_the_text() {
        done(put("ha/x", "abc"));
        assertEquals(
                "a9993e364706816aba3e25717850c26c9cd0d89d",
                store.image().find("ha/x").orElseThrow().digest().text());
    }

    @Test
    void a_change_sent_again_answers_its_first_outcome() {
        Change first = Change.by(Service.COMPUTE, "root@pam")
                .absent("ha/x")
                .put("ha/x", "1")
                .build();
        Outcome.Done d = done(first);
        done(put("ha/x", "2"));
        assertEquals(d, store.submit(first));
        assertEquals("2", store.image().find("ha/x").orElseThrow().text());
    }

    @Test
    void a_refused_change_leaves_nothing() {
        done(put("ha/there", "1"));
        Outcome.Refused r = refused(Change.by(Service.COMPUTE, "root@pam")
                .absent("ha/there")
                .put("ha/new", "1")
                .build());
        assertEquals(Outcome.Reason.PRECONDITION, r.reason());
        assertEquals("ha/there", r.subject());
        assertEquals(Optional.empty(), store.image().find("ha/new"));
    }

    @Test
    void a_path_has_one_writer() {
        Outcome.Refused r = refused(Change.by(Service.COMPUTE, "root@pam")
                .put("storage.cfg:local", "dir: local")
                .build());
        assertEquals(Outcome.Reason.NOT_YOURS, r.reason());
    }

    @Test
    void leases_end_by_the_leaders_clock_only() {
        done(Change.by(Service.COMPUTE, "system:compute@a")
                .write(new Write.Acquire("ha", "a", 60_000))
                .build());
        Image.Lease l = store.image().lease("ha").orElseThrow();
        Outcome.Refused r = refused(Change.by(Service.COMPUTE, "system:compute@a")
                .write(new Write.Expire("ha", l.epoch(), l.renewal()))
                .build());
        assertEquals(Outcome.Reason.NOT_YOURS, r.reason());
    }

    @Test
    void a_lease_that_nobody_renews_ends() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        done(Change.by(Service.COMPUTE, "system:compute@a")
                .write(new Write.Acquire("ha", "a", 150))
                .build());
        Thread.ofVirtual().start(() -> {
            while (store.image().lease("ha").isPresent()) {
                java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
            }
            ended.countDown();
        });
        assertTrue(ended.await(10, java.util.concurrent.TimeUnit.SECONDS), "the lease stands after ten seconds");
        done(Change.by(Service.COMPUTE, "system:compute@b")
                .write(new Write.Acquire("ha", "b", 60_000))
                .build());
        assertEquals(2, store.image().lease("ha").orElseThrow().epoch());
    }

    @Test
    void a_reserved_number_is_for_its_owner() {
        done(Change.by(Service.COMPUTE, "t1")
                .write(new Write.Reserve(100, "t1"))
                .build());
        assertEquals("t1", store.image().reservation(100).orElseThrow().owner());
        assertEquals(
                Outcome.Reason.VMID_TAKEN,
                refused(put("nodes/a/lxc/100.conf", "x")).reason());
        done(Change.by(Service.COMPUTE, "t1")
                .require(new Precondition.VmidFree(100, "t1"))
                .put("nodes/a/lxc/100.conf", "x")
                .write(new Write.Release(100, "t1"))
                .build());
        assertEquals(Optional.empty(), store.image().reservation(100));
        assertEquals(
                Outcome.Reason.VMID_TAKEN,
                refused(put("nodes/b/qemu-server/100.conf", "x")).reason());
    }

    @Test
    void a_term_of_a_reservation_ends_and_begins_anew_for_its_owner() {
        done(hold(100, "t1", 150));
        done(hold(101, "t1", 60_000));
        assertEquals(Outcome.Reason.VMID_TAKEN, refused(hold(101, "t2", 150)).reason());
        that("the short one is over", () -> store.image().reservation(100).isEmpty());
        assertEquals(60_000, store.image().reservation(101).orElseThrow().termMillis());
        done(hold(101, "t1", 150));
        that(
                "the one made shorter is over",
                () -> store.image().reservation(101).isEmpty());
        assertEquals(
                Outcome.Reason.NOT_YOURS,
                refused(Change.by(Service.NODE, "x")
                                .write(new Write.Lapse(101, 1))
                                .build())
                        .reason());
    }

    private static Change hold(int vmid, String owner, long term) {
        return Change.by(Service.NODE, owner)
                .write(new Write.ReserveFor(vmid, owner, term))
                .build();
    }

    @Test
    void a_number_that_was_told_or_lost_its_guest_rests_and_can_be_taken_all_the_same() {
        Change told = Change.by(Service.NODE, "x")
                .write(new Write.HandOut(100, 60_000))
                .build();
        done(told);
        assertEquals(
                Outcome.Reason.VMID_TAKEN,
                refused(Change.by(Service.NODE, "x")
                                .write(new Write.HandOut(100, 60_000))
                                .build())
                        .reason());
        done(put("nodes/a/lxc/100.conf", "x"));
        assertEquals(Optional.empty(), store.image().reservation(100));
        done(Change.by(Service.COMPUTE, "x").delete("nodes/a/lxc/100.conf").build());
        assertTrue(store.image().reservation(100).orElseThrow().rests());
        done(hold(100, "t1", 60_000));
        assertEquals("t1", store.image().reservation(100).orElseThrow().owner());
    }

    @Test
    void an_import_brings_what_any_service_owns_in_one_change_and_is_the_nodes_alone() {
        List<String> paths = List.of("nodes/a/qemu-server/100.conf", "storage.cfg:nas", "user.cfg:user:a@pve");
        assertEquals(
                Outcome.Reason.NOT_YOURS, refused(imported(Service.AUTH, paths)).reason());
        assertEquals(
                Outcome.Reason.NOT_YOURS,
                refused(imported(Service.NODE, List.of("storage.cfg:nas", "nobodys.cfg")))
                        .reason());
        assertEquals(List.of(), there(paths));
        done(imported(Service.NODE, paths));
        assertEquals(paths, there(paths).stream().map(Document::path).toList());
        assertEquals(1, there(paths).stream().map(Document::revision).distinct().count());
    }

    private List<Document> there(List<String> paths) {
        return paths.stream().flatMap(p -> store.image().find(p).stream()).toList();
    }

    private static Change imported(Service writer, List<String> paths) {
        Change.Builder change = Change.by(writer, "root@pam");
        paths.forEach(p -> change.absent(p).write(new Write.Import(p, "x".getBytes(StandardCharsets.UTF_8))));
        return change.build();
    }

    @Test
    void a_guests_epoch_is_the_change_by_which_it_came_where_it_is() {
        long epoch = done(put("nodes/a/lxc/100.conf", "x")).revision().number();
        done(put("nodes/a/lxc/100.conf", "y"));
        assertEquals(epoch, store.image().guest(100).orElseThrow().since());
        Change.Builder late = Change.by(Service.COMPUTE, "x")
                .require(new Precondition.GuestSince(100, epoch))
                .put("nodes/a/lxc/100.conf", "z");
        done(late.build());
        long moved = done(Change.by(Service.COMPUTE, "x")
                        .delete("nodes/a/lxc/100.conf")
                        .put("nodes/b/lxc/100.conf", "z")
                        .build())
                .revision()
                .number();
        assertEquals(moved, store.image().guest(100).orElseThrow().since());
        assertEquals(Outcome.Reason.PRECONDITION, refused(late.build()).reason());
    }

    @Test
    void a_watcher_ends_up_with_what_is_there() throws Exception {
        Mirror mirror = new Mirror("nodes/");
        done(put("nodes/a/lxc/100.conf", "0"));
        try (Store.Watch w = store.watch("nodes/", mirror)) {
            for (int i = 1; i <= 200; i++) {
                done(put("nodes/a/lxc/" + (100 + i % 7) + ".conf", "n" + i));
                done(put("ha/groups.cfg:" + i % 3, "n" + i));
                if (i % 5 == 0) {
                    done(Change.by(Service.COMPUTE, "root@pam")
                            .delete("nodes/a/lxc/101.conf")
                            .build());
                }
            }
            mirror.awaitEqual(store);
        }
        assertTrue(mirror.problems.isEmpty(), mirror.problems::toString);
        assertTrue(mirror.resets.get() >= 1);
    }

    @Test
    void a_closed_watch_is_called_no_more() throws Exception {
        CountDownLatch began = new CountDownLatch(1);
        AtomicReference<String> last = new AtomicReference<>("");
        Store.Watch w = store.watch("ha/", new Watcher() {
            @Override
            public void reset(Image now) {
                began.countDown();
            }

            @Override
            public void changed(Transition t) {
                last.set(t.deltas().getFirst().path());
            }
        });
        began.await();
        w.close();
        done(put("ha/x", "1"));
        done(put("ha/y", "1"));
        assertEquals("", last.get());
    }

    @Test
    void below_lists_in_the_order_of_paths() {
        for (String path : List.of("ha/b", "ha/a", "ha/a:z", "ha/a:b")) {
            done(put(path, "x"));
        }
        assertEquals(
                List.of("ha/a", "ha/a:b", "ha/a:z", "ha/b"),
                store.image().below("ha/").stream().map(Document::path).toList());
    }

    @Test
    void texts_beyond_ascii_stay_what_they_are() {
        String text = "Grüße, 世界 \uD83C\uDF33\n";
        done(put("ha/x", text));
        assertEquals(text, store.image().find("ha/x").orElseThrow().text());
        Outcome.Refused r = refused(Change.by(Service.COMPUTE, "root@pam")
                .write(new Write.Put("ha/x", new byte[] {(byte) 0xC3, (byte) 0x28}))
                .build());
        assertEquals(Outcome.Reason.MALFORMED, r.reason());
    }

    @Test
    void what_is_too_large_is_refused() {
        byte[] most = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
        done(Change.by(Service.COMPUTE, "root@pam")
                .write(new Write.Put("ha/x", most))
                .build());
        byte[] more = "x".repeat((1 << 20) + 1).getBytes(StandardCharsets.UTF_8);
        assertEquals(
                Outcome.Reason.TOO_LARGE,
                refused(Change.by(Service.COMPUTE, "root@pam")
                                .write(new Write.Put("ha/x", more))
                                .build())
                        .reason());
        Change.Builder b = Change.by(Service.COMPUTE, "root@pam");
        for (int i = 0; i < 5; i++) {
            b.write(new Write.Put("ha/" + i, most));
        }
        assertEquals(Outcome.Reason.TOO_LARGE, refused(b.build()).reason());
    }

    @Test
    void conditions_of_more_bytes_than_a_change_may_have_are_refused_before_anybody_else_sees_them() {
        String owner = "y".repeat(900);
        Change.Builder most = Change.by(Service.COMPUTE, "root@pam").put("ha/x", "1\n");
        for (int i = 0; i < 1000; i++) {
            most.require(new Precondition.VmidFree(1000 + i, owner));
        }
        done(most.build());
        Change.Builder more = Change.by(Service.COMPUTE, "root@pam").put("ha/x", "2\n");
        for (int i = 0; i < 1200; i++) {
            more.require(new Precondition.VmidFree(1000 + i, owner));
        }
        Outcome.Refused refused = refused(more.build());
        assertEquals(Outcome.Reason.TOO_LARGE, refused.reason());
        assertTrue(refused.message().contains("conditions"), refused.message());
        assertEquals("1\n", store.image().find("ha/x").orElseThrow().text());
    }

    @Test
    void who_begins_to_watch_a_closed_store_hears_nothing() {
        store.close();
        CountDownLatch heard = new CountDownLatch(1);
        try (Store.Watch watching = store.watch("", new Watcher() {
            @Override
            public void reset(Image now) {
                heard.countDown();
            }

            @Override
            public void changed(Transition transition) {
                heard.countDown();
            }
        })) {
            LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
            assertEquals(1, heard.getCount(), () -> "heard by " + watching);
        }
    }
}
