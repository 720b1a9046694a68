package io.coppice.cli.verb;

import static io.coppice.cli.verb.Verb.verb;

import io.coppice.cli.show.Printers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code pvesm}: storages and what they hold. */
final class Pvesm {
    private static final String ONE = "/nodes/{node}/storage/{storage}";
    private static final String VOLUME = ONE + "/content/{volume}";

    static final Program PROGRAM = new Program("pvesm", "Manage storages and what they hold.", verbs());

    private Pvesm() {}

    private static List<Verb> verbs() {
        List<Verb> all = new ArrayList<>(List.of(
                verb("status", "GET /nodes/{node}/storage").prints(Printers::storages),
                verb("list", "GET " + ONE + "/content").takes("storage").prints(Printers::volumes),
                verb("config", "GET /storage/{storage}").takes("storage").prints(Printers::pairs),
                verb("add", "POST /storage").takes("type", "storage").prints((look, data) -> ""),
                verb("set", "PUT /storage/{storage}").takes("storage").prints((look, data) -> ""),
                verb("remove", "DELETE /storage/{storage}").takes("storage"),
                verb("alloc", "POST " + ONE + "/content")
                        .takes("storage", "vmid", "filename", "size")
                        .prints(Printers.saying("successfully created '", "'")),
                verb("free", "DELETE " + VOLUME).takes("volume").completedBy(Pvesm::storageOfVolume),
                verb("path", "GET " + VOLUME)
                        .takes("volume")
                        .completedBy(Pvesm::storageOfVolume)
                        .prints(Printers.only("path")),
                verb("prune-backups", "DELETE " + ONE + "/prunebackups").takes("storage"),
                verb("prune-preview", "GET " + ONE + "/prunebackups")
                        .takes("storage")
                        .prints(Printers.columns("volid", "type", "vmid", "ctime", "mark")),
                verb("download-url", "POST " + ONE + "/download-url").takes("storage", "content", "filename", "url"),
                verb("extractconfig", "GET /nodes/{node}/vzdump/extractconfig").takes("volume")));
        for (String kind : List.of("nfs", "cifs", "iscsi", "lvm", "lvmthin", "pbs", "zfs")) {
            all.add(verb("scan " + kind, "GET /nodes/{node}/scan/" + kind)
                    .orCalled(kind + "scan")
                    .takes(ofScan(kind)));
        }
        return all;
    }

    private static String[] ofScan(String kind) {
        return switch (kind) {
            case "nfs", "cifs" -> new String[] {"server"};
            case "iscsi" -> new String[] {"portal"};
            case "lvmthin" -> new String[] {"vg"};
            case "pbs" -> new String[] {"server", "username"};
            default -> new String[0];
        };
    }

    /** A volume's name begins with its storage, {@code local:iso/a.iso}. */
    private static Map<String, Object> storageOfVolume(Map<String, Object> given) {
        Map<String, Object> all = new LinkedHashMap<>(given);
        String volume = String.valueOf(given.get("volume"));
        if (volume.indexOf(':') > 0) {
            all.putIfAbsent("storage", volume.substring(0, volume.indexOf(':')));
        }
        return all;
    }
}
