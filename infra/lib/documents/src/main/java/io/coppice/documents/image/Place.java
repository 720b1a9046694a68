package io.coppice.documents.image;

/** Where an image is, and how its bytes are to be read. */
public sealed interface Place {
    /** As the image itself is laid out: {@code raw}, {@code qcow2}… */
    String format();

    /**
     * A file, a device, or what QEMU takes as one, such as {@code rbd:…}.
     *
     * @param inner the name of the snapshot within the image that is meant; empty for its present state
     */
    record Named(String path, String format, String inner) implements Place {}

    /** A target that is told by options of drivers. */
    record ByOptions(String options, String format) implements Place {}
}
