package io.coppice.live;

import io.coppice.live.Frame.Said;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's connection: tells it what is there and what changes, and takes what it puts where it may. */
final class LiveSession implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveSession.class);
    private static final Duration LONG = Duration.ofHours(1);
    private static final int PART = 500;

    private final LiveLine line;
    private final Receiver live;
    private final boolean mayPut;
    private final Consumer<LiveSession> onEnd;
    private final Pending pending = new Pending();

    /** What the client said last of its own items; it is not told that again, but that it is gone. */
    private final Map<Key, Optional<Live.Item>> its = new ConcurrentHashMap<>();

    LiveSession(LiveLine line, Receiver live, boolean mayPut, Consumer<LiveSession> onEnd) {
        this.line = line;
        this.live = live;
        this.mayPut = mayPut;
        this.onEnd = onEnd;
    }

    /** Reads; another thread writes. */
    @Override
    public void run() {
        try (line) {
            line.greet();
            Thread.ofVirtual().name("live-tell").start(this::tell);
            while (true) {
                Frame frame = line.receive();
                if (!mayPut) {
                    throw new IOException("a client put something that may only read");
                }
                frame.said().forEach(this::take);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("a client of live state left: {}", e.getMessage());
        } finally {
            pending.close();
            onEnd.accept(this);
        }
    }

    private void take(Said said) {
        Key key = said.key();
        its.put(key, said.item());
        said.item().ifPresentOrElse(i -> live.accept(key.kind(), i), () -> live.remove(key.kind(), key.key()));
        pending.add(key);
    }

    private void tell() {
        try (Live.Watch watching = live.watch((kind, key) -> pending.add(new Key(kind, key)))) {
            List<Key> all = pending.everything();
            line.send(new Frame(Frame.Kind.LIST, List.of()));
            for (int i = 0; i < all.size(); i += PART) {
                line.send(frame(Frame.Kind.MORE, all.subList(i, Math.min(i + PART, all.size()))));
            }
            line.send(new Frame(Frame.Kind.COMPLETE, List.of()));
            while (!pending.isClosed()) {
                Frame news = frame(Frame.Kind.NEWS, pending.take(LONG));
                if (!news.said().isEmpty()) {
                    line.send(news);
                }
            }
        } catch (IOException e) {
            LOG.debug("a client of live state left: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            line.close();
        }
    }

    private Frame frame(Frame.Kind kind, List<Key> keys) {
        List<Said> said = new ArrayList<>();
        for (Key key : keys) {
            Optional<Live.Item> now = live.get(key.kind(), key.key());
            if (now.isEmpty()) {
                its.remove(key, now);
            }
            if (!now.equals(its.get(key))) {
                said.add(new Said(key, now));
            }
        }
        return new Frame(kind, said);
    }

    @Override
    public void close() {
        line.close();
    }
}
