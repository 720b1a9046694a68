package io.coppice.contract.storage;

import java.util.List;
import java.util.Set;

/** How a volume is opened: what crosses from storage to compute, never a bare path. */
public sealed interface Opening {
    /**
     * A file on this node.
     *
     * @param path absolute
     * @param format {@code raw}, {@code qcow2} or {@code vmdk}
     * @param readOnly an ISO image
     * @param sizeBytes what a guest sees
     */
    record FileOpening(String path, String format, boolean readOnly, long sizeBytes) implements Opening {}

    /** A block device of this node. */
    record DeviceOpening(String path, String format, long sizeBytes) implements Opening {}

    /**
     * An image of a Ceph pool, by librbd.
     *
     * @param monitors {@code host:port} each, IPv6 addresses in brackets
     * @param user empty where the cluster asks for none
     */
    record RbdOpening(String pool, String image, List<String> monitors, String user) implements Opening {
        public RbdOpening {
            monitors = List.copyOf(monitors);
        }
    }

    /** A logical unit of an iSCSI target, by libiscsi. */
    record IscsiOpening(String portal, String target, int lun) implements Opening {}

    /**
     * A volume whose snapshots lie in files or devices of their own.
     *
     * @param top what is written to
     * @param below what it builds on, the nearest first, each with its snapshot's name
     */
    record ChainOpening(Opening top, List<Link> below) implements Opening {
        public ChainOpening {
            below = List.copyOf(below);
        }

        /** One snapshot. */
        public record Link(String snapshot, Opening opening) {}
    }

    /** Something to be known when it is opened. */
    enum Hint {
        /** Asynchronous I/O by io_uring does not work with it. */
        NO_IO_URING,
        /** The same, but where the host's cache is passed by. */
        IO_URING_ONLY_DIRECT,
        /** Passing the host's cache by does not work well, so it is not done unless it is asked for. */
        NO_DIRECT,
        /** Discarded clusters stay allocated, so that its file does not fragment. */
        KEEP_CLUSTERS
    }

    record HintedOpening(Opening opening, Set<Hint> hints) implements Opening {
        public HintedOpening {
            hints = Set.copyOf(hints);
        }
    }
}
