package io.coppice.store.socket;

import io.coppice.contract.endpoint.Service;
import io.coppice.store.Change;
import io.coppice.store.Document;
import io.coppice.store.Outcome;
import io.coppice.store.Store;
import io.coppice.store.state.Happening;
import io.coppice.store.state.Picture;
import io.coppice.store.watch.Fed;
import io.coppice.store.watch.Feed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's connection: feeds it, and decides what it submits. */
final class Session implements Runnable, Feed.Reader, AutoCloseable {
    /** What clients of this socket get. */
    record Terms(Store store, Fed fed, Predicate<String> visible, Set<Service> mayWriteAs) {}

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final int PART_BYTES = 1 << 20;
    private static final int AT_ONCE = 64;

    private final Line line;
    private final Terms terms;
    private final Consumer<Session> onEnd;
    private final Semaphore room = new Semaphore(AT_ONCE);

    Session(Line line, Terms terms, Consumer<Session> onEnd) {
        this.line = line;
        this.terms = terms;
        this.onEnd = onEnd;
    }

    @Override
    public void run() {
        try (line) {
            line.greet();
            try (Store.Watch feeding = terms.fed().feed(this)) {
                while (line.receive() instanceof Message.Submit s) {
                    room.acquire();
                    Thread.ofVirtual().name("store-submit").start(() -> answer(s));
                }
            }
        } catch (IOException e) {
            LOG.debug("a client of the store left: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            onEnd.accept(this);
        }
    }

    private void answer(Message.Submit s) {
        try {
            Outcome outcome =
                    forbidden(s.change()).orElseGet(() -> terms.store().submit(s.change()));
            line.send(new Message.Answer(s.call(), outcome));
        } catch (IOException e) {
            LOG.debug("an answer came too late: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("a change could not be decided", e);
            line.close();
        } finally {
            room.release();
        }
    }

    /** A client neither writes nor asks after what it cannot see: a refusal would tell it. */
    private Optional<Outcome> forbidden(Change change) {
        if (!terms.mayWriteAs().contains(change.writer())) {
            return notYours(
                    "", "this process does not write as " + change.writer().label());
        }
        Stream<String> paths = Stream.concat(
                change.writes().stream().flatMap(Session::path),
                change.preconditions().stream().flatMap(Session::path));
        return paths.filter(p -> !terms.visible().test(p))
                .findFirst()
                .flatMap(p -> notYours(p, p + " is not for this process"));
    }

    private static Optional<Outcome> notYours(String subject, String message) {
        return Optional.of(new Outcome.Refused(Outcome.Reason.NOT_YOURS, subject, message));
    }

    private static Stream<String> path(Change.Write w) {
        return switch (w) {
            case Change.Write.Put p -> Stream.of(p.path());
            case Change.Write.Import i -> Stream.of(i.path());
            case Change.Write.Delete d -> Stream.of(d.path());
            default -> Stream.empty();
        };
    }

    private static Stream<String> path(Change.Precondition p) {
        return switch (p) {
            case Change.Precondition.Absent a -> Stream.of(a.path());
            case Change.Precondition.Exists e -> Stream.of(e.path());
            case Change.Precondition.HasDigest d -> Stream.of(d.path());
            case Change.Precondition.HasRevision r -> Stream.of(r.path());
            case Change.Precondition.Holds h -> Stream.empty();
            case Change.Precondition.VmidFree v -> Stream.empty();
            case Change.Precondition.GuestSince g -> Stream.empty();
        };
    }

    @Override
    public void reset(Picture now) throws IOException {
        line.send(new Message.Reset(now.revision()));
        List<Document> part = new ArrayList<>();
        long bytes = 0;
        for (Document d : now.below("")) {
            if (terms.visible().test(d.path())) {
                part.add(d);
                bytes += d.text().length();
                if (bytes > PART_BYTES) {
                    line.send(new Message.Part(part));
                    part = new ArrayList<>();
                    bytes = 0;
                }
            }
        }
        line.send(new Message.Part(part));
        line.send(new Message.Complete(now.reservations(), now.leases().values()));
    }

    /** Changes of which the client sees nothing go out too, empty: its revision keeps up. */
    @Override
    public void happened(Happening h) throws IOException {
        List<Message.Now> now = h.transition().deltas().stream()
                .filter(d -> terms.visible().test(d.path()))
                .map(d -> new Message.Now(d.path(), d.after()))
                .toList();
        line.send(new Message.Happened(
                h.transition().revision(),
                h.transition().actor(),
                h.transition().stampMillis(),
                now,
                h.held()));
    }

    @Override
    public void close() {
        line.close();
    }
}
