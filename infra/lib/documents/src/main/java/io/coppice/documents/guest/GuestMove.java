package io.coppice.documents.guest;

import io.coppice.contract.word.Malformed;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import io.coppice.documents.section.KeyFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A guest on its way to another node. While its document is there, what bears the move's mark is somebody's; the change
 * that moves the guest's configuration says so here too.
 *
 * @param task the id of the task that moves it
 * @param from the node that it leaves, on which the task runs
 * @param moved whether its configuration is over there
 */
public record GuestMove(String task, Vmid vmid, NodeName from, NodeName to, boolean moved) {
    /** Below it, each move has its document under its task's id. */
    public static final String FOLDER = "coppice/compute/moves/";

    private static final String COMES = "come-";
    private static final String LEAVES = "leave-";

    public String path() {
        return path(task);
    }

    public static String path(String task) {
        return FOLDER + task;
    }

    /** The mark of a volume that is made over there. */
    public static String coming(String task) {
        return COMES + task;
    }

    /** The mark of a volume that goes when its copy is over there. */
    public static String leaving(String task) {
        return LEAVES + task;
    }

    /** The task of a mark; empty for a mark that is no move's. */
    public static Optional<String> taskOf(String mark) {
        return List.of(COMES, LEAVES).stream()
                .filter(mark::startsWith)
                .map(begin -> mark.substring(begin.length()))
                .findFirst();
    }

    /** Whether what bears the mark was there before the move. */
    public static boolean isLeaving(String mark) {
        return mark.startsWith(LEAVES);
    }

    /** The same, once its configuration is over there. */
    public GuestMove arrived() {
        return new GuestMove(task, vmid, from, to, true);
    }

    public String text() {
        Map<String, String> keys =
                Map.of("vmid", vmid.toString(), "from", from.text(), "to", to.text(), "moved", moved ? "1" : "0");
        return new KeyFile(keys, Optional.empty()).text();
    }

    /**
     * Reads the document of a move.
     *
     * @throws Malformed naming the key that is missing or wrong
     */
    public static GuestMove parse(String path, String text) {
        Map<String, String> keys = KeyFile.parse(text).file().values();
        return new GuestMove(
                path.substring(FOLDER.length()),
                Vmid.parse(key(keys, "vmid")),
                new NodeName(key(keys, "from")),
                new NodeName(key(keys, "to")),
                key(keys, "moved").equals("1"));
    }

    private static String key(Map<String, String> keys, String name) {
        String value = keys.get(name);
        if (value == null) {
            throw new Malformed(name + ": is missing");
        }
        return value;
    }
}
