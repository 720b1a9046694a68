package io.coppice.cli.verb;

import static io.coppice.cli.verb.Verb.verb;

import io.coppice.cli.show.Printers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All programs whose verbs are endpoints; {@code pvesh} is not among them, it has every endpoint by its path. */
public final class Programs {
    private static final String TASK = "/nodes/{node}/tasks/{upid}";

    /** Behind the endpoint of a verb that looks again and again, until the task has ended. */
    public static final String FOLLOW_MARK = "#follow";

    private Programs() {}

    /** One by its name; only its own table is built. */
    public static Optional<Program> of(String name) {
        return switch (name) {
            case "qm" -> Optional.of(Qm.PROGRAM);
            case "pct" -> Optional.of(Pct.PROGRAM);
            case "pvesm" -> Optional.of(Pvesm.PROGRAM);
            case "pveum" -> Optional.of(Pveum.PROGRAM);
            case "pvecm" -> Optional.of(Pvecm.PVECM);
            case "cluster" -> Optional.of(Pvecm.CLUSTER);
            case "vzdump" -> Optional.of(vzdump());
            case "qmrestore" -> Optional.of(qmrestore());
            case "task" -> Optional.of(new Program("coppice task", "Look at tasks, follow and stop them.", tasks("")));
            case "pvenode" ->
                Optional.of(new Program("pvenode", "Look at a node's tasks, follow and stop them.", tasks("task ")));
            default -> Optional.empty();
        };
    }

    public static List<String> names() {
        return List.of("qm", "pct", "pvesm", "pveum", "vzdump", "qmrestore", "pvenode", "pvecm", "task", "cluster");
    }

    private static Program vzdump() {
        Verb verb = verb("", "POST /nodes/{node}/vzdump").takesRest("vmid").completedBy(Programs::joinVmids);
        return new Program("vzdump", "Back guests up.", List.of(verb));
    }

    /** Guests are named one by one, and asked for as one list. */
    private static Map<String, Object> joinVmids(Map<String, Object> given) {
        Map<String, Object> all = new LinkedHashMap<>(given);
        if (all.get("vmid") instanceof List<?> several) {
            all.put(
                    "vmid",
                    String.join(",", several.stream().map(String::valueOf).toList()));
        }
        return all;
    }

    private static Program qmrestore() {
        return new Program(
                "qmrestore",
                "Restore a virtual machine from a backup.",
                List.of(verb("", "POST /nodes/{node}/qemu").takes("archive", "vmid")));
    }

    private static List<Verb> tasks(String before) {
        return List.of(
                verb(before + "list", "GET /nodes/{node}/tasks")
                        .prints(Printers.columns("upid", "type", "id", "user", "starttime", "endtime", "status")),
                verb(before + "log", "GET " + TASK + "/log").takes("upid").prints(Printers::log),
                verb(before + "status", "GET " + TASK + "/status").takes("upid").prints(Printers::pairs),
                verb(before + "stop", "DELETE " + TASK).takes("upid"),
                verb(before + "follow", "GET " + TASK + "/status" + FOLLOW_MARK).takes("upid"));
    }
}
