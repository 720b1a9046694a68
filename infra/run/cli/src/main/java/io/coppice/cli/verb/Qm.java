package io.coppice.cli.verb;

import static io.coppice.cli.verb.Verb.verb;

import io.coppice.cli.show.Printers;
import java.util.ArrayList;
import java.util.List;

/** {@code qm}: virtual machines. */
final class Qm {
    private static final String ALL = "/nodes/{node}/qemu";
    private static final String ONE = ALL + "/{vmid}";

    static final Program PROGRAM = new Program("qm", "Manage virtual machines.", verbs());

    private Qm() {}

    private static List<Verb> verbs() {
        List<Verb> all = new ArrayList<>();
        all.add(verb("list", "GET " + ALL).prints(Printers::vms));
        all.add(verb("create", "POST " + ALL).takes("vmid").reads("sshkeys", Verb.Reading.ENCODED));
        all.add(verb("destroy", "DELETE " + ONE).takes("vmid"));
        all.add(verb("clone", "POST " + ONE + "/clone").takes("vmid", "newid"));
        all.add(verb("template", "POST " + ONE + "/template").takes("vmid"));
        all.add(verb("migrate", "POST " + ONE + "/migrate").takes("vmid", "target"));
        all.add(verb("remote-migrate", "POST " + ONE + "/remote_migrate")
                .takes("vmid", "target-vmid", "target-endpoint"));
        all.add(verb("sendkey", "PUT " + ONE + "/sendkey").takes("vmid", "key"));
        all.add(verb("status", "GET " + ONE + "/status/current").takes("vmid").prints(Printers.one("status")));
        for (String power : List.of("start", "stop", "shutdown", "reset", "reboot", "suspend", "resume")) {
            all.add(verb(power, "POST " + ONE + "/status/" + power).takes("vmid"));
        }
        all.addAll(configuration());
        all.addAll(disks());
        all.addAll(snapshots(ONE));
        all.addAll(agent());
        for (String name :
                List.of("cleanup", "import", "importovf", "monitor", "nbdstop", "terminal", "vncproxy", "wait")) {
            all.add(verb(name, Verb.NOWHERE));
        }
        return all;
    }

    private static List<Verb> configuration() {
        return List.of(
                verb("config", "GET " + ONE + "/config").takes("vmid").prints(Printers::pairs),
                verb("set", "PUT " + ONE + "/config").takes("vmid").reads("sshkeys", Verb.Reading.ENCODED),
                verb("pending", "GET " + ONE + "/pending").takes("vmid").prints(Printers::pending),
                verb("unlock", "PUT " + ONE + "/config")
                        .takes("vmid")
                        .with("delete", "lock")
                        .with("skiplock", true),
                verb("cloudinit pending", "GET " + ONE + "/cloudinit")
                        .takes("vmid")
                        .prints(Printers::pending),
                verb("cloudinit update", "PUT " + ONE + "/cloudinit").takes("vmid"),
                verb("cloudinit dump", "GET " + ONE + "/cloudinit/dump").takes("vmid", "type"),
                verb("showcmd", Verb.NOWHERE));
    }

    private static List<Verb> disks() {
        return List.of(
                verb("disk resize", "PUT " + ONE + "/resize").orCalled("resize").takes("vmid", "disk", "size"),
                verb("disk move", "POST " + ONE + "/move_disk")
                        .orCalled("move-disk", "move_disk")
                        .takes("vmid", "disk", "storage"),
                verb("disk unlink", "PUT " + ONE + "/unlink").orCalled("unlink").takes("vmid"),
                verb("disk import", Verb.NOWHERE).orCalled("importdisk"),
                verb("disk rescan", Verb.NOWHERE).orCalled("rescan"));
    }

    /** @param one the guest's path: containers have the same */
    static List<Verb> snapshots(String one) {
        return List.of(
                verb("listsnapshot", "GET " + one + "/snapshot")
                        .takes("vmid")
                        .prints(Printers.columns("name", "parent", "snaptime", "vmstate", "description")),
                verb("snapshot", "POST " + one + "/snapshot").takes("vmid", "snapname"),
                verb("delsnapshot", "DELETE " + one + "/snapshot/{snapname}").takes("vmid", "snapname"),
                verb("rollback", "POST " + one + "/snapshot/{snapname}/rollback")
                        .takes("vmid", "snapname"));
    }

    private static List<Verb> agent() {
        return List.of(
                verb("guest cmd", "POST " + ONE + "/agent").orCalled("agent").takes("vmid", "command"),
                verb("guest exec", "POST " + ONE + "/agent/exec").takes("vmid").takesRest("command"),
                verb("guest exec-status", "GET " + ONE + "/agent/exec-status").takes("vmid", "pid"),
                verb("guest passwd", "POST " + ONE + "/agent/set-user-password")
                        .takes("vmid", "username")
                        .asks("password"));
    }
}
