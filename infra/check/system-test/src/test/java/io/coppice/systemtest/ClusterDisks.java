package io.coppice.systemtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What befalls the disks of a rig's nodes.
 *
 * @param copies a folder for copies of stores
 */
record ClusterDisks(ClusterRig rig, Path copies) {
    private static final String FILL = """
            cd "$1" || exit 1
            free=$(df -m --output=avail . | tail -n 1)
            fallocate -l $((free - $2))M filler
            [ "$2" -gt 0 ] || dd if=/dev/zero of=filler-rest bs=4k 2>/dev/null
            exit 0
            """;

    /** Takes all room but so much. */
    void fill(int node, int leaveMib) throws Exception {
        rig.on(node, "sh", "-c", FILL, "fill", ClusterRig.DATA, "" + leaveMib);
    }

    void empty(int node) throws Exception {
        rig.on(node, "rm", "-f", ClusterRig.DATA + "/filler", ClusterRig.DATA + "/filler-rest");
    }

    private Path store(int node) throws IOException {
        return rig.data(node).resolve("store");
    }

    private Path copyOf(int node) throws IOException {
        return copies.resolve(Files.readString(store(node).resolve("member")).strip());
    }

    /** Whether the store was copied of the member that a node is now. */
    boolean hasCopy(int node) throws IOException {
        return Files.exists(copyOf(node));
    }

    /** Of a node that does not run. */
    void copyStore(int node) throws Exception {
        Programs.succeed(
                copies, "cp", "-a", store(node).toString(), copyOf(node).toString());
    }

    /** The copy takes the place of what a node has that does not run. */
    void putBack(int node) throws Exception {
        Path copy = copyOf(node);
        emptyStore(node);
        Programs.succeed(copies, "cp", "-a", copy.toString(), store(node).toString());
    }

    void emptyStore(int node) throws Exception {
        rig.on(node, "rm", "-rf", ClusterRig.DATA + "/store");
    }

    /** As a host is on which nothing was ever installed. */
    void wipe(int node) throws Exception {
        rig.on(
                node,
                "find",
                ClusterRig.DATA,
                "-mindepth",
                "1",
                "-maxdepth",
                "1",
                "!",
                "-name",
                "lost+found",
                "-exec",
                "rm",
                "-rf",
                "{}",
                "+");
    }
}
