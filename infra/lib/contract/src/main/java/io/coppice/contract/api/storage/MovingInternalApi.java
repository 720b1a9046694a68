package io.coppice.contract.api.storage;

import static io.coppice.contract.endpoint.Endpoint.get;
import static io.coppice.contract.endpoint.Endpoint.post;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Guard;
import io.coppice.contract.endpoint.Param;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.endpoint.Streamed;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.VolumeId;
import java.util.List;

/**
 * How volumes get from a node to another: marked on both, copied part by part, compared, finished. Who asks has checked the
 * caller's rights.
 */
public final class MovingInternalApi {
    private static final String ROOT = "/coppice/internal/storage/moving";

    public record OfVolume(@Param("The volume.") VolumeId volume) {}

    /**
     * Where a volume lies.
     *
     * @param shared whether all nodes that have the storage see the same files in it
     * @param nodes that have the storage; empty for all
     * @param bytes of what a guest sees
     */
    public record Placed(boolean shared, List<String> nodes, long bytes) {
        public Placed {
            nodes = List.copyOf(nodes);
        }
    }

    public record OfMark(
            @Param("The volume.") VolumeId volume,
            @Param("The mark of the task that moves it.") String mark) {}

    /** @param bytes of the volume's file */
    public record Marked(long bytes) {}

    /** @param bytes that have come already */
    public record Begun(long bytes) {}

    /**
     * @param copy its name over there
     * @param length of the part, in bytes
     * @param compare whether something may lie there already
     */
    public record Send(
            @Param("The volume.") VolumeId volume,
            @Param("The node that it goes to.") NodeName target,
            @Param("The volume that is made over there.") VolumeId copy,
            @Param("The mark of the copy.") String mark,
            @Param("Where the part begins.") long offset,
            @Param("How long it is.") long length,
            @Param("Look first whether it is there.") boolean compare,

            @Param(value = "Limit, 0 for none.", unit = "KiB/s")
            long limit) {}

    /** @param bytes that went over the link: holes and what was there already do not */
    public record Sent(long bytes) {}

    /** @param body the part's pieces, each with its place and length before it; what lies between them is zeros */
    public record Receive(
            @Param("The volume.") VolumeId volume,
            @Param("The mark of the copy.") String mark,
            @Param("Where the part begins.") long offset,
            @Param("How long it is.") long length,
            Streamed body) {}

    public record Part(
            @Param("The volume.") VolumeId volume,
            @Param("The mark of the copy.") String mark,
            @Param("Where the part begins.") long offset,
            @Param("How long it is.") long length) {}

    /** @param sha256 in hex, of what is on disk; behind the file's end there are zeros */
    public record Summed(String sha256) {}

    public record Finish(
            @Param("The volume.") VolumeId volume,
            @Param("The mark of the copy.") String mark,
            @Param("How long the whole is.") long bytes) {}

    public static final Endpoint<OfVolume, Placed> PLACED = get(ROOT + "/placed", OfVolume.class, Placed.class)
            .summary("Which nodes see a volume.")
            .allow(Guard.everyone())
            .servedBy(Service.STORAGE)
            .build();

    public static final Endpoint<OfMark, Marked> MARK = post(ROOT + "/mark", OfMark.class, Marked.class)
            .summary("Mark a volume that is there; the same mark again answers the same.")
            .allow(Guard.everyone())
            .servedBy(Service.STORAGE)
            .build();

    public static final Endpoint<OfMark, Void> UNMARK = post(ROOT + "/unmark", OfMark.class, Void.class)
            .summary("Take this mark off a volume; nothing happens where it bears another, or none.")
            .allow(Guard.everyone())
            .servedBy(Service.STORAGE)
            .build();

    public static final Endpoint<OfMark, Begun> BEGIN = post(ROOT + "/begin", OfMark.class, Begun.class)
            .summary("Take a name for a copy that comes; with the same mark again what has come stays.")
            .allow(Guard.everyone())
            .servedBy(Service.STORAGE)
            .build();

    public static final Endpoint<Send, Sent> SEND = post(ROOT + "/send", Send.class, Sent.class)
            .summary("Bring a part of a volume to another node, and compare it there.")
            .allow(Guard.everyone())
            .servedBy(Service.STORAGE)
            .build();

    public static final Endpoint<Receive, Summed> RECEIVE = post(ROOT + "/receive", Receive.class, Summed.class)
            .summary("Write a part of a copy as it comes, bring it to disk, and sum up its pieces there.")
            .allow(Guard.everyone())
            .servedBy(Service.STORAGE)
            .build();

    public static final Endpoint<Part, Summed> SUM = post(ROOT + "/sum", Part.class, Summed.class)
            .summary("Bring a part of a copy to disk, and sum it up.")
            .allow(Guard.everyone())
            .servedBy(Service.STORAGE)
            .build();

    public static final Endpoint<Finish, Void> FINISH = post(ROOT + "/finish", Finish.class, Void.class)
            .summary("Give a copy its length, and bring it to disk.")
            .allow(Guard.everyone())
            .servedBy(Service.STORAGE)
            .build();

    public static final List<Endpoint<?, ?>> ALL = List.of(PLACED, MARK, UNMARK, BEGIN, SEND, RECEIVE, SUM, FINISH);

    private MovingInternalApi() {}
}
