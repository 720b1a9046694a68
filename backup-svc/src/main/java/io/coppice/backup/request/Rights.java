package io.coppice.backup.request;

import io.coppice.contract.failure.Refused;
import io.coppice.contract.schema.Formats;
import io.coppice.servicekit.serve.Caller;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who may make which backups. */
public final class Rights {
    private static final List<String> OF_ROOT = List.of("tmpdir", "dumpdir", "script", "job-id");
    private static final List<String> OF_ADMINISTRATORS = List.of("bwlimit", "ionice", "performance");

    private Rights() {}

    /** What follows from the parameters of a job alone; what its storage asks for, when that is known. */
    public static void requireJob(Caller caller, Map<String, Object> in) {
        requireCommon(caller, in);
    }

    private static void requireCommon(Caller caller, Map<String, Object> in) {
        for (String option : OF_ROOT) {
            if (in.containsKey(option) && !caller.name().equals("root@pam")) {
                throw Refused.badParameter(option, "Only root may set this option.");
            }
        }
        Optional.ofNullable(in.get("fleecing"))
                .flatMap(f -> Served.fleecing(Map.of("fleecing", f.toString())))
                .ifPresent(s -> requireStorage(caller, s, false));
    }

    /** What follows from the parameters alone; of a pool, and of all guests, each guest is asked about when it is known. */
    static void requireVzdump(Caller caller, Map<String, Object> in) {
        requireCommon(caller, in);
        for (String option : OF_ADMINISTRATORS) {
            if (in.containsKey(option)) {
                caller.require("/", "Sys.Modify");
            }
        }
        Optional.ofNullable(in.get("vmid"))
                .ifPresent(vmids ->
                        Formats.split(vmids.toString()).forEach(v -> caller.require("/vms/" + v, "VM.Backup")));
        Optional.ofNullable(in.get("storage"))
                .ifPresent(s -> requireStorage(caller, s.toString(), in.containsKey("prune-backups")));
    }

    static void requireStorage(Caller caller, String storage, boolean prune) {
        caller.require("/storage/" + storage, "Datastore.AllocateSpace");
        if (prune) {
            caller.require("/storage/" + storage, "Datastore.Allocate");
        }
    }

    /** Whose backup it is, is asked when the archive's name has been read. */
    static void requireExtract(Caller caller, String volume) {
        String storage = volume.substring(0, Math.max(0, volume.indexOf(':')));
        caller.requireAny("/storage/" + storage, "Datastore.AllocateSpace", "Datastore.Allocate");
    }

    /** @param storage whose settings are shown */
    static void requireDefaults(Caller caller, String storage) {
        caller.requireAny("/storage/" + storage, "Datastore.Audit", "Datastore.AllocateSpace");
    }
}
