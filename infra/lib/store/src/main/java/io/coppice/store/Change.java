package io.coppice.store;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What shall be written, all or nothing, if every precondition holds when it is applied.
 *
 * @param id tells a resent change from a new one
 * @param writer the service that owns every path that is written
 * @param actor who asked, for the record: {@code root@pam}, {@code system:compute@pve1}
 */
public record Change(UUID id, Service writer, String actor, List<Precondition> preconditions, List<Write> writes) {
    public Change {
        preconditions = List.copyOf(preconditions);
        writes = List.copyOf(writes);
    }

    public static Builder by(Service writer, String actor) {
        return new Builder(writer, actor);
    }

    /** What must hold. */
    public sealed interface Precondition {
        record Absent(String path) implements Precondition {}

        record Exists(String path) implements Precondition {}

        /** The document's text is still the one with this digest. */
        record HasDigest(String path, Digest digest) implements Precondition {}

        /** The document was last written by this change. */
        record HasRevision(String path, long revision) implements Precondition {}

        /** The lease is held by this holder at this epoch. */
        record Holds(String lease, String holder, long epoch) implements Precondition {}

        /** No VM or container of this number exists anywhere, and nobody but this owner holds it. */
        record VmidFree(int vmid, String owner) implements Precondition {}

        /** The guest's configuration lies where it came to be with this change, and was there ever since. */
        record GuestSince(int vmid, long epoch) implements Precondition {}
    }

    /** What is written. */
    public sealed interface Write {
        record Put(String path, byte[] content) implements Write {}

        /**
         * As {@link Put}, of a document that any service owns; the node's alone. What another system's administrator brings
         * along comes as one change, whoever goes on with each part of it.
         */
        record Import(String path, byte[] content) implements Write {}

        /** Nothing happens where there is none. */
        record Delete(String path) implements Write {}

        /** Holds a VM ID for an owner; refused when another holds it or a guest has it. */
        record Reserve(int vmid, String owner) implements Write {}

        /** Nothing happens where this owner does not hold it. */
        record Release(int vmid, String owner) implements Write {}

        /** Reserves for a term, or anew for the same owner; refused as {@link Reserve} is. */
        record ReserveFor(int vmid, String owner, long termMillis) implements Write {}

        /** Says for a term that a free number was told to somebody; refused when it is not free, or told already. */
        record HandOut(int vmid, long termMillis) implements Write {}

        /** The leader's alone: the term of a reservation is over. Nothing happens where it was made anew since. */
        record Lapse(int vmid, long revision) implements Write {}

        /** Takes a free lease, or one that its holder has already; the epoch rises when it was free. */
        record Acquire(String lease, String holder, long termMillis) implements Write {}

        record Renew(String lease, String holder, long epoch) implements Write {}

        record Surrender(String lease, String holder, long epoch) implements Write {}

        /** The leader's alone: the holder did not renew for the whole term. Refused if it has renewed since. */
        record Expire(String lease, long epoch, long renewal) implements Write {}
    }

    /** Puts a change together; {@link #build} gives it an id. */
    public static final class Builder {
        private final Service writer;
        private final String actor;
        private final List<Precondition> preconditions = new ArrayList<>();
        private final List<Write> writes = new ArrayList<>();

        private Builder(Service writer, String actor) {
            this.writer = writer;
            this.actor = actor;
        }

        public Builder require(Precondition p) {
            preconditions.add(p);
            return this;
        }

        public Builder write(Write w) {
            writes.add(w);
            return this;
        }

        public Builder put(String path, String text) {
            return write(new Write.Put(path, text.getBytes(StandardCharsets.UTF_8)));
        }

        public Builder delete(String path) {
            return write(new Write.Delete(path));
        }

        /** The document must not be there. */
        public Builder absent(String path) {
            return require(new Precondition.Absent(path));
        }

        /** The document must still be what was read. */
        public Builder unchanged(Document read) {
            return require(new Precondition.HasRevision(read.path(), read.revision()));
        }

        public Change build() {
            return new Change(UUID.randomUUID(), writer, actor, preconditions, writes);
        }
    }
}
