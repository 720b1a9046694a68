package io.coppice.live;

import io.coppice.contract.word.NodeName;
import io.coppice.live.Frame.Said;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Live state in a process that does not share it itself: a copy, fed through a unix socket. Connects in the background and
 * again whenever the connection ends; meanwhile the copy stands still and grows old.
 */
public final class RemoteLive implements Live {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteLive.class);
    private static final Duration LONG = Duration.ofHours(1);
    private static final long AGAIN_MILLIS = 100;

    private final Path socket;
    private final NodeName here;
    private final LocalLive local;
    private final CountDownLatch end = new CountDownLatch(1);
    private final CountDownLatch complete = new CountDownLatch(1);

    private enum Done {
        PUT,
        REMOVED
    }

    /** What this process put or removed; told again to every new connection. What is removed stays until its server says so. */
    private final Map<Key, Done> mine = new ConcurrentHashMap<>();

    private volatile Pending pending = new Pending();
    private volatile @Nullable LiveLine line;

    private RemoteLive(Path socket, NodeName here, Clock clock) {
        this.socket = socket;
        this.here = here;
        this.local = new LocalLive(here, clock);
    }

    /** Returns at once; nothing is there until the first list has come. */
    public static RemoteLive connect(Path socket, NodeName here, Clock clock) {
        RemoteLive live = new RemoteLive(socket, here, clock);
        Thread.ofVirtual().name("live-remote").start(live::keepConnected);
        return live;
    }

    /** Whether the first list has come; waits that long for it. */
    public boolean await(Duration atMost) throws InterruptedException {
        return complete.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void keepConnected() {
        try {
            do {
                Pending outgoing = new Pending();
                pending = outgoing;
                mine.keySet().forEach(outgoing::add);
                try (LiveLine now = new LiveLine(SocketChannel.open(UnixDomainSocketAddress.of(socket)))) {
                    line = now;
                    if (end.getCount() > 0) {
                        now.greet();
                        Thread.ofVirtual().name("live-put").start(() -> tell(now, outgoing));
                        listen(now);
                    }
                } catch (IOException | UncheckedIOException e) {
                    LOG.debug("{}: {}", socket, e.getMessage());
                } finally {
                    outgoing.close();
                }
            } while (!end.await(AGAIN_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen(LiveLine now) throws IOException {
        Set<Key> listed = new HashSet<>();
        while (end.getCount() > 0) {
            Frame frame = now.receive();
            switch (frame.kind()) {
                case LIST -> listed.clear();
                case MORE ->
                    frame.said().forEach(s -> {
                        listed.add(s.key());
                        take(s);
                    });
                case COMPLETE -> {
                    local.keys().stream()
                            .filter(k -> !listed.contains(k) && !mine.containsKey(k))
                            .forEach(local::drop);
                    complete.countDown();
                }
                case NEWS -> frame.said().forEach(this::take);
            }
        }
    }

    /** What this process put or removed itself it knows better than what was on its way before that was heard. */
    private void take(Said said) {
        Key key = said.key();
        boolean known = mine.containsKey(key);
        if (said.item().isPresent()) {
            Item item = said.item().get();
            if (!known || !item.owner().equals(here)) {
                mine.remove(key, Done.REMOVED);
                local.accept(key.kind(), item);
            }
        } else if (known) {
            mine.remove(key, Done.REMOVED);
            local.get(key)
                    .map(Item::owner)
                    .filter(owner -> !owner.equals(here))
                    .ifPresent(owner -> local.drop(key, owner));
        } else {
            local.drop(key);
        }
    }

    private void tell(LiveLine now, Pending outgoing) {
        try {
            while (!outgoing.isClosed()) {
                List<Said> said = outgoing.take(LONG).stream()
                        .map(k -> new Said(k, local.get(k)))
                        .toList();
                if (!said.isEmpty()) {
                    now.send(new Frame(Frame.Kind.NEWS, said));
                }
            }
        } catch (IOException e) {
            LOG.debug("{}: {}", socket, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            now.close();
        }
    }

    @Override
    public void put(String kind, String key, Map<String, ?> figures) {
        Map<String, ?> checked = Figures.checked(figures);
        Key changed = new Key(kind, key);
        mine.put(changed, Done.PUT);
        local.put(kind, key, checked);
        pending.add(changed);
    }

    @Override
    public void remove(String kind, String key) {
        Key changed = new Key(kind, key);
        mine.put(changed, Done.REMOVED);
        local.remove(kind, key);
        pending.add(changed);
    }

    @Override
    public Optional<Item> get(String kind, String key) {
        return local.get(kind, key);
    }

    @Override
    public List<Item> entries(String kind) {
        return local.entries(kind);
    }

    @Override
    public Watch watch(Watcher watcher) {
        return local.watch(watcher);
    }

    @Override
    public void close() {
        end.countDown();
        LiveLine now = line;
        if (now != null) {
            now.close();
        }
    }
}
