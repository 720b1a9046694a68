package io.coppice.cli.door;

/** Several nodes could be meant, and none was named. */
public final class NodeUnknown extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NodeUnknown(String message) {
        super(message);
    }
}
