package io.coppice.contract.storage;

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
}
