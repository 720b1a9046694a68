package io.coppice.store;

import java.util.UUID;

/** What became of a change. */
public sealed interface Outcome {
    /** It is done and kept; a majority has it on disk. */
    record Done(Revision revision) implements Outcome {}

    /** It will never happen. */
    record Refused(Reason reason, String subject, String message) implements Outcome {}

    /** Sent, but not answered; the same change may be sent again. */
    record Unknown(UUID id, String message) implements Outcome {
        /** For who asked for the change. */
        public String text() {
            return "outcome unknown: " + message + "; GET /coppice/changes/" + id + " tells it later";
        }
    }

    /** Why a change was refused. */
    enum Reason {
        /** A precondition does not hold; the subject is its path or lease. */
        PRECONDITION,
        /** The VM ID has a guest or is held by another. */
        VMID_TAKEN,
        /** The lease is held by another. */
        LEASE_TAKEN,
        /** The writer does not own the path. */
        NOT_YOURS,
        /** A document, a change or all of it would be too large. */
        TOO_LARGE,
        /** The disk is too full for anything but deletions. */
        DISK_FULL,
        /** A path or text is malformed. */
        MALFORMED,
        /** This node knows no leader. */
        NO_QUORUM
    }
}
