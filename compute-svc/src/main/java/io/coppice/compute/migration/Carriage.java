package io.coppice.compute.migration;

import io.coppice.contract.api.storage.MovingInternalApi;
import io.coppice.contract.api.storage.VolumesInternalApi;
import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.StorageId;
import io.coppice.contract.word.Vmid;
import io.coppice.contract.word.VolumeId;
import io.coppice.documents.guest.GuestMove;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Calls;
import io.coppice.servicekit.serve.FarCalls;
import io.coppice.servicekit.task.Progress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What a move asks of the storages of both nodes. Each may be asked again. */
final class Carriage {
    private static final long PART = 256L << 20;
    private static final long LEAST_PART = 64L << 10;
    private static final Duration PART_TAKES = Duration.ofSeconds(60);
    private static final int TELL = 10;
    private final Calls here;
    private final FarCalls far;
    private final Caller self;

    /**
     * A volume that is copied.
     *
     * @param limit in KiB/s, 0 for none
     */
    record Load(VolumeId volume, VolumeId copy, NodeName target, String task, long limit) {
        String comes() {
            return GuestMove.coming(task);
        }

        String leaves() {
            return GuestMove.leaving(task);
        }
    }

    /** @param self as which storages are asked, once it is known that the caller may */
    Carriage(Calls here, FarCalls far, Caller self) {
        this.here = here;
        this.far = far;
        this.self = self;
    }

    /** @throws Refused when there is no such volume, or its storage is not there */
    MovingInternalApi.Placed placed(VolumeId volume) {
        return Objects.requireNonNull(
                here.call(MovingInternalApi.PLACED, new MovingInternalApi.OfVolume(volume), self));
    }

    /** The names of a guest's volumes on another node, which is asked whether it answers. */
    Set<VolumeId> taken(NodeName target, Vmid vmid) {
        VolumesInternalApi.Volumes found = Objects.requireNonNull(
                far.on(target).call(VolumesInternalApi.OF_GUEST, new VolumesInternalApi.OfGuest(vmid), self));
        return new LinkedHashSet<>(found.volumes());
    }

    /** @throws Refused by the other node, when it cannot make an image there */
    void requireMakes(NodeName target, StorageId storage, String format) {
        far.on(target).call(VolumesInternalApi.LOOK, new VolumesInternalApi.Look(storage, Optional.of(format)), self);
    }

    void copy(Load load, Progress progress) throws InterruptedException {
        long bytes = Objects.requireNonNull(here.call(
                        MovingInternalApi.MARK, new MovingInternalApi.OfMark(load.volume(), load.leaves()), self))
                .bytes();
        Calls there = far.on(load.target());
        long came = Objects.requireNonNull(there.call(
                        MovingInternalApi.BEGIN, new MovingInternalApi.OfMark(load.copy(), load.comes()), self))
                .bytes();
        progress.log("copying '" + load.volume() + "' to node '" + load.target() + "' as '" + load.copy() + "', "
                + bytes + " bytes" + (came > 0 ? "; a part of it is there already" : ""));
        long begun = System.nanoTime();
        long sent = send(load, bytes, came, progress);
        there.call(MovingInternalApi.FINISH, new MovingInternalApi.Finish(load.copy(), load.comes(), bytes), self);
        double seconds = (System.nanoTime() - begun) / 1e9;
        progress.log(String.format(
                Locale.ROOT,
                "'%s' is over there: %d bytes in %.1f s, %.1f MiB/s over the link",
                load.volume(),
                bytes,
                seconds,
                sent / seconds / (1 << 20)));
    }

    /** @return how many bytes went over the link */
    private long send(Load load, long bytes, long came, Progress progress) throws InterruptedException {
        long part =
                load.limit() == 0 ? PART : Math.clamp(load.limit() * 1024 * PART_TAKES.toSeconds(), LEAST_PART, PART);
        long sent = 0;
        for (long at = 0; at < bytes; at += part) {
            progress.checkCancelled();
            MovingInternalApi.Send next = new MovingInternalApi.Send(
                    load.volume(),
                    load.target(),
                    load.copy(),
                    load.comes(),
                    at,
                    Math.min(part, bytes - at),
                    at < came,
                    load.limit());
            sent += Objects.requireNonNull(here.call(MovingInternalApi.SEND, next, self))
                    .bytes();
            long done = Math.min(at + part, bytes);
            if (done * TELL / bytes > at * TELL / bytes) {
                progress.log(done * 100 / bytes + " % of '" + load.volume() + "' are there and compared, " + sent
                        + " bytes went over the link");
            }
        }
        return sent;
    }

    /** Takes back what {@link #copy} did; what the other node does not hear of it finds out by itself. */
    void abandon(Load load, Progress progress) {
        try {
            far.on(load.target())
                    .call(
                            VolumesInternalApi.FREE,
                            new VolumesInternalApi.Free(load.copy(), Optional.of(load.comes())),
                            self);
        } catch (Refused e) {
            progress.log("node '" + load.target() + "' removes '" + load.copy() + "' itself, later: "
                    + e.failure().text());
        }
        stay(load);
    }

    /** The volume here goes nowhere: its mark goes. */
    void stay(Load load) {
        here.call(MovingInternalApi.UNMARK, new MovingInternalApi.OfMark(load.volume(), load.leaves()), self);
    }

    /**
     * The copies are the guest's now. When this returns, the other node has said so of each.
     *
     * @throws Refused by the other node, or when it is out of reach
     */
    void keep(List<Load> loads) {
        for (Load load : loads) {
            far.on(load.target())
                    .call(MovingInternalApi.UNMARK, new MovingInternalApi.OfMark(load.copy(), load.comes()), self);
        }
    }

    /** Those whose volumes have not been removed here. */
    List<Load> left(List<Load> loads) {
        return loads.stream().filter(this::isHere).toList();
    }

    private boolean isHere(Load load) {
        try {
            placed(load.volume());
            return true;
        } catch (Refused e) {
            if (e.failure() instanceof Failure.NotFound) {
                return false;
            }
            throw e;
        }
    }

    /** Removes what was copied: only what bears the move's mark. To be called once the copies are kept. */
    void remove(List<Load> loads, Progress progress) {
        for (Load load : loads) {
            progress.log("removing '" + load.volume() + "' here");
            here.call(
                    VolumesInternalApi.FREE,
                    new VolumesInternalApi.Free(load.volume(), Optional.of(load.leaves())),
                    self);
        }
    }
}
