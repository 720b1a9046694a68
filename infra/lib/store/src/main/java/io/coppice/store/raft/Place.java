package io.coppice.store.raft;

import io.coppice.store.Image;
import io.coppice.store.codec.SnapshotCodec;
import io.coppice.store.follow.Following;
import io.coppice.store.state.History;
import io.coppice.store.state.NewerLevel;
import io.coppice.store.state.Outcomes;
import io.coppice.store.state.State;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this member does where it does not vote: it follows the leader's stream, keeps its last image on disk, and
 * remembers who the members are.
 */
final class Place implements AutoCloseable, Following.Follower {
    private static final Logger LOG = LoggerFactory.getLogger(Place.class);
    private static final long IMAGE_EVERY = TimeUnit.MINUTES.toNanos(1);
    private static final long FIRST_IMAGE = TimeUnit.SECONDS.toNanos(60);
    private static final long NEWER_IMAGE = TimeUnit.SECONDS.toNanos(5);
    private static final int REMEMBER_TICKS = 20;

    /** Who hears what the leader said. */
    record Told(Members members, Consumer<State> show, Supplier<State> newest) {}

    private final Keeper keeper;
    private final Talk talk;
    private final Told told;
    private final Function<Image, List<String>> members;
    private final boolean settled;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean closed;
    private @Nullable AutoCloseable answering;
    private @Nullable Following following;
    private volatile boolean fed;
    private long keptNanos = System.nanoTime();
    private long kept = -1;
    private int ticks;

    Place(Keeper keeper, Talk talk, Told told, Function<Image, List<String>> members, boolean settled) {
        this.keeper = keeper;
        this.talk = talk;
        this.told = told;
        this.members = members;
        this.settled = settled;
    }

    /** Shows what the disk has of a former stream. */
    void begin(AutoCloseable answers) throws IOException {
        answering = answers;
        if (!keeper.alone() && keeper.home().hasImage()) {
            State state = SnapshotFiles.read(keeper.home().image(), keeper.knows());
            kept = state.picture().revision().number();
            told.show().accept(state);
        }
    }

    /**
     * Waits until the image is there, and new.
     *
     * @throws IOException when there is none, and none comes within a minute; or the store has halted, as it does at each start
     *     with a program that is too old for it
     */
    void await() throws IOException {
        if (keeper.alone()) {
            return;
        }
        long began = System.nanoTime();
        while (!isNew()) {
            keeper.halt().requireNone();
            boolean any = told.newest().get().founded();
            if (System.nanoTime() - began > (any ? NEWER_IMAGE : FIRST_IMAGE)) {
                if (any) {
                    LOG.warn("No leader is known yet; what this node shows may be old");
                    return;
                }
                throw new IOException("no leader gave it an image within 60 s");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private boolean isNew() {
        Probation p = keeper.probation();
        boolean current = keeper.leads()
                || fed
                || keeper.votes()
                        && p != null
                        && p.passed()
                        && keeper.contact().leader().isPresent();
        Replica own = keeper.replica();
        return current
                && (own == null || own.appliedAll())
                && told.newest().get().founded();
    }

    /** Of the keeper's thread, ten times a second. */
    void look() {
        lock.lock();
        try {
            if (!closed && !keeper.alone()) {
                lookNow();
            }
        } finally {
            lock.unlock();
        }
    }

    private void lookNow() {
        boolean follows = !keeper.votes() && !keeper.halt().is();
        if (follows && following == null) {
            following = Following.start(
                    (member, question) -> talk.ask(member, Talk.Topic.FOLLOW, question),
                    this,
                    told.newest().get(),
                    settled,
                    keeper.knows());
        } else if (!follows && following != null) {
            following.close();
            following = null;
        }
        if (++ticks % REMEMBER_TICKS == 0) {
            remember();
        }
        if (follows && System.nanoTime() - keptNanos > IMAGE_EVERY) {
            keep();
        }
    }

    private void remember() {
        try {
            List<String> now = members.apply(told.newest().get().picture());
            if (!now.isEmpty()) {
                keeper.home().remember(now);
            }
        } catch (IOException e) {
            LOG.warn("who the members are could not be written down: {}", e.getMessage());
        }
    }

    private void keep() {
        keptNanos = System.nanoTime();
        State s = told.newest().get();
        long now = s.picture().revision().number();
        if (now == kept || !s.founded()) {
            return;
        }
        Path image = keeper.home().image();
        Path tmp = image.resolveSibling(image.getFileName() + ".tmp");
        try {
            try (FileOutputStream out = new FileOutputStream(tmp.toFile())) {
                SnapshotCodec.write(
                        out,
                        new State(s.level(), s.stampMillis(), s.lastEpoch(), s.picture(), Outcomes.NONE, History.NONE));
                out.getFD().sync();
            }
            Files.move(tmp, image, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            SnapshotFiles.syncDirectory(keeper.home().dir());
            kept = now;
        } catch (IOException e) {
            LOG.warn("the image could not be written down: {}", e.getMessage());
        }
    }

    @Override
    public List<String> known() {
        Set<String> known = new LinkedHashSet<>(told.members().voters());
        known.addAll(members.apply(told.newest().get().picture()));
        try {
            known.addAll(keeper.home().others());
        } catch (IOException e) {
            LOG.warn("who the members are could not be read: {}", e.getMessage());
        }
        known.remove(keeper.home().member());
        return new ArrayList<>(known);
    }

    @Override
    public void led(String leader, List<String> voters) {
        keeper.contact().heard(leader);
        told.members().told(voters);
        fed = true;
    }

    @Override
    public void outdated(NewerLevel why) {
        keeper.halted(why);
    }

    @Override
    public void stranger() {
        told.members().toldStranger();
    }

    @Override
    public void show(State state) {
        told.show().accept(state);
    }

    /** It neither follows nor writes any more. */
    @Override
    public void close() {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                end();
            }
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        Following now = following;
        if (now != null) {
            now.close();
        }
        if (answering != null) {
            try {
                answering.close();
            } catch (Exception e) {
                LOG.warn("closing the lines", e);
            }
        }
        if (!keeper.alone() && !keeper.votes()) {
            keep();
        }
    }
}
