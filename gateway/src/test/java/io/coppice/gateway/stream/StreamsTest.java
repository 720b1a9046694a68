package io.coppice.gateway.stream;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.endpoint.Guard;
import io.coppice.servicekit.event.EventCursor;
import io.coppice.servicekit.feed.Feed;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Credential;
import io.coppice.servicekit.serve.Gatekeeper;
import io.coppice.store.memory.MemoryStore;
import io.coppice.store.seen.RevisionGate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class StreamsTest {
    private final CountDownLatch following = new CountDownLatch(1);
    private final AtomicBoolean left = new AtomicBoolean();

    /** It takes a moment to leave it. */
    private final Feed feed = new Feed() {
        @Override
        public void follow(Optional<EventCursor> from, Sink to) throws InterruptedException {
            following.countDown();
            try {
                new CountDownLatch(1).await();
            } finally {
                long until = System.nanoTime() + Duration.ofMillis(300).toNanos();
                while (System.nanoTime() - until < 0) {
                    Thread.onSpinWait();
                }
                left.set(true);
            }
        }

        @Override
        public void page(Optional<EventCursor> from, Sink to) {}

        @Override
        public void state(Sink to) {}
    };

    private final Gatekeeper nobody = new Gatekeeper() {
        @Override
        public Caller admit(Credential credential, String client) {
            throw new IllegalStateException("nobody came");
        }

        @Override
        public List<Guard.Rule> decide(Guard guard, Caller caller, Map<String, Object> parameters) {
            return List.of();
        }
    };

    @Test
    void the_feed_is_left_when_it_is_closed() throws Exception {
        try (MemoryStore store = MemoryStore.steady();
                RevisionGate gate = new RevisionGate(store)) {
            Streams streams = new Streams(feed, nobody, gate, store, Runnable::run);
            assertTrue(following.await(60, TimeUnit.SECONDS));
            streams.close();
            assertTrue(left.get());
        }
    }
}
