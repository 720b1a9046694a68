package io.coppice.cli.verb;

import static io.coppice.cli.verb.Verb.verb;

import io.coppice.cli.show.Printers;
import java.util.ArrayList;
import java.util.List;

/** {@code pct}: containers. */
final class Pct {
    private static final String ALL = "/nodes/{node}/lxc";
    private static final String ONE = ALL + "/{vmid}";

    static final Program PROGRAM = new Program("pct", "Manage containers.", verbs());

    private Pct() {}

    private static List<Verb> verbs() {
        List<Verb> all = new ArrayList<>();
        all.add(verb("list", "GET " + ALL).prints(Printers::containers));
        all.add(verb("create", "POST " + ALL).takes("vmid", "ostemplate").reads("ssh-public-keys", Verb.Reading.PLAIN));
        all.add(verb("restore", "POST " + ALL)
                .takes("vmid", "ostemplate")
                .with("restore", true)
                .reads("ssh-public-keys", Verb.Reading.PLAIN));
        all.add(verb("destroy", "DELETE " + ONE).takes("vmid"));
        all.add(verb("clone", "POST " + ONE + "/clone").takes("vmid", "newid"));
        all.add(verb("template", "POST " + ONE + "/template").takes("vmid"));
        all.add(verb("migrate", "POST " + ONE + "/migrate").takes("vmid", "target"));
        all.add(verb("remote-migrate", "POST " + ONE + "/remote_migrate")
                .takes("vmid", "target-vmid", "target-endpoint"));
        all.add(verb("status", "GET " + ONE + "/status/current").takes("vmid").prints(Printers.one("status")));
        for (String power : List.of("start", "stop", "shutdown", "reboot", "suspend", "resume")) {
            all.add(verb(power, "POST " + ONE + "/status/" + power).takes("vmid"));
        }
        all.add(verb("config", "GET " + ONE + "/config").takes("vmid").prints(Printers::pairs));
        all.add(verb("set", "PUT " + ONE + "/config").takes("vmid"));
        all.add(verb("pending", "GET " + ONE + "/pending").takes("vmid").prints(Printers::pending));
        all.add(verb("unlock", "PUT " + ONE + "/config").takes("vmid").with("delete", "lock"));
        all.add(verb("interfaces", "GET " + ONE + "/interfaces").takes("vmid"));
        all.add(verb("resize", "PUT " + ONE + "/resize").takes("vmid", "disk", "size"));
        all.add(verb("move-volume", "POST " + ONE + "/move_volume")
                .orCalled("move_volume")
                .takes("vmid", "volume", "storage"));
        all.addAll(Qm.snapshots(ONE));
        for (String name : List.of(
                "console", "cpusets", "df", "enter", "exec", "fsck", "fstrim", "mount", "pull", "push", "rescan",
                "unmount")) {
            all.add(verb(name, Verb.NOWHERE));
        }
        return all;
    }
}
