package io.coppice.compute.owner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.compute.guest.Guest;
import io.coppice.compute.machine.HotChange;
import io.coppice.compute.machine.Machine;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.task.Progress;
import io.coppice.testkit.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A guest that is stopped while it starts, at moments that a real one hits by chance alone. */
@Timeout(60)
class GuestOwnerTest {
    private static final Vmid GUEST = new Vmid(100);
    private static final int SECONDS = 20;
    private final CountDownLatch cleaning = new CountDownLatch(1);
    private final CountDownLatch clean = new CountDownLatch(1);
    private final AtomicBoolean brokenOff = new AtomicBoolean();
    private final AtomicInteger ended = new AtomicInteger();
    private final GuestOwner owner =
            new GuestOwner(GUEST, new SlowToClean(), new GuestOwner.Watch(vmid -> {}, guest -> {}));

    /** Cleaning up takes as long as it is let. */
    private final class SlowToClean implements Machine {
        @Override
        public boolean runs(Vmid vmid) {
            return false;
        }

        @Override
        public void start(Guest guest, String mark, Progress progress) {}

        @Override
        public void abandon(Vmid vmid, String mark) {}

        @Override
        public boolean isMarked(Vmid vmid, String mark) {
            return false;
        }

        @Override
        public void keep(Vmid vmid) {}

        @Override
        public void end(Vmid vmid) {}

        @Override
        public void say(Vmid vmid, String command) {}

        @Override
        public boolean awaitPowerOff(Vmid vmid, Duration limit, Progress progress) {
            return true;
        }

        @Override
        public void change(Guest guest, HotChange what) {}

        @Override
        public void cleanUp(Vmid vmid) throws InterruptedException {
            cleaning.countDown();
            try {
                clean.await();
            } catch (InterruptedException e) {
                brokenOff.set(true);
                throw e;
            }
        }
    }

    @AfterEach
    void close() {
        clean.countDown();
        owner.close();
    }

    private Asking ask(GuestQueue.Kind kind, Callable<?> work) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        Thread thread = Thread.ofPlatform().daemon().start(() -> {
            try {
                answer.complete(owner.ask(kind, work));
            } catch (Exception e) {
                answer.completeExceptionally(e);
            }
        });
        return new Asking(thread, answer);
    }

    private record Asking(Thread thread, CompletableFuture<Boolean> answer) {
        /** Its wish is in the queue by then. */
        void awaitWaiting() {
            Eventually.that("it waits for its answer", () -> thread.getState() == Thread.State.WAITING);
        }

        Boolean get() throws Exception {
            return answer.get(SECONDS, TimeUnit.SECONDS);
        }
    }

    private static Throwable why(Asking failed) {
        return Objects.requireNonNull(
                assertThrows(ExecutionException.class, failed::get).getCause());
    }

    private Asking stop() {
        return ask(GuestQueue.Kind.END, ended::incrementAndGet);
    }

    @Test
    void a_stop_that_comes_while_a_failed_start_is_cleaned_up_is_done_after_it() throws Exception {
        Asking start = ask(GuestQueue.Kind.START, () -> {
            throw new IOException("it does not start");
        });
        assertTrue(cleaning.await(SECONDS, TimeUnit.SECONDS));
        Asking stop = stop();
        stop.awaitWaiting();
        clean.countDown();
        assertTrue(stop.get());
        assertEquals("it does not start", why(start).getMessage());
        assertTrue(!brokenOff.get() && ended.get() == 1);
    }

    @Test
    void a_guest_that_is_stopped_twice_while_it_starts_is_its_owners_still() throws Exception {
        CountDownLatch starting = new CountDownLatch(1);
        Asking start = ask(GuestQueue.Kind.START, () -> {
            starting.countDown();
            new CountDownLatch(1).await();
            return true;
        });
        assertTrue(starting.await(SECONDS, TimeUnit.SECONDS));
        Asking stop = stop();
        assertTrue(cleaning.await(SECONDS, TimeUnit.SECONDS));
        Asking again = stop();
        again.awaitWaiting();
        clean.countDown();
        assertTrue(stop.get() && again.get());
        assertInstanceOf(Refused.class, why(start));
        assertEquals(1, ended.get());
        assertTrue(ask(GuestQueue.Kind.OTHER, () -> true).get());
    }

    @Test
    void what_waits_when_the_service_ends_and_what_comes_later_is_told_so_and_not_done() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        Asking first = ask(GuestQueue.Kind.OTHER, () -> {
            working.countDown();
            new CountDownLatch(1).await();
            return true;
        });
        assertTrue(working.await(SECONDS, TimeUnit.SECONDS));
        Asking waits = ask(GuestQueue.Kind.OTHER, ended::incrementAndGet);
        waits.awaitWaiting();
        owner.close();
        for (Asking one : List.of(first, waits, ask(GuestQueue.Kind.OTHER, ended::incrementAndGet))) {
            assertEquals("the service that looks after guest 100 stops; try again later", why(one).getMessage());
        }
        assertEquals(0, ended.get());
    }

    /** Nothing runs. */
    private static final class NoProcesses implements Processes {
        @Override
        public OptionalLong pid(Vmid vmid) {
            return OptionalLong.empty();
        }

        @Override
        public boolean leftTraces(Vmid vmid) {
            return true;
        }

        @Override
        public boolean awaitEnd(Vmid vmid, Duration limit) {
            return true;
        }

        @Override
        public Conversation conversation(Vmid vmid, long pid) {
            return told -> {};
        }
    }

    @Test
    void no_guest_gets_an_owner_when_the_service_has_ended() throws Exception {
        Owners owners = new Owners(new SlowToClean(), new NoProcesses(), vmid -> {}, vmid -> {}, guest -> {});
        owners.close();
        clean.countDown();
        assertThrows(Refused.class, () -> owners.find(GUEST));
        assertEquals(1, cleaning.getCount(), "nothing was cleaned up");
    }
}
