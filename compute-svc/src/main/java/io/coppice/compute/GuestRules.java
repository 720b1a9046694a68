package io.coppice.compute;

import io.coppice.compute.config.Privileges;
import io.coppice.compute.guest.Cts;
import io.coppice.compute.guest.Vms;
import io.coppice.contract.guest.GuestKind;
import io.coppice.contract.word.Malformed;
import io.coppice.contract.word.Vmid;
import io.coppice.contract.word.VolumeId;
import io.coppice.servicekit.serve.Caller;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rules of guards that look at what is asked for: who may make a guest so, or change it so. */
final class GuestRules {
    private GuestRules() {}

    /** A backup may be restored over a guest by whoever may back that up. */
    static void mayCreateVm(Vms vms, Caller caller, Map<String, Object> parameters) {
        Vmid vmid = Vmid.parse(String.valueOf(parameters.get("vmid")));
        boolean replaces = parameters.containsKey("archive")
                && vms.document(vmid).isPresent()
                && caller.may("/vms/" + vmid, "VM.Backup");
        mayCreate(GuestKind.QEMU, replaces, caller, parameters);
    }

    private static void mayCreate(GuestKind kind, boolean replaces, Caller caller, Map<String, Object> parameters) {
        Vmid vmid = Vmid.parse(String.valueOf(parameters.get("vmid")));
        Object pool = parameters.get("pool");
        boolean byPool = pool != null && caller.may("/pool/" + pool, "VM.Allocate");
        if (!byPool && !replaces) {
            caller.require("/vms/" + vmid, "VM.Allocate");
        }
        Optional<String> by = pool == null ? Optional.empty() : Optional.of(pool.toString());
        Privileges.require(caller, kind, vmid, by, options(kind, parameters), List.of());
    }

    /** Also what the template is read from, and where the root file system goes when none is named. */
    static void mayCreateCt(Cts cts, Caller caller, Map<String, Object> parameters) {
        Vmid vmid = Vmid.parse(String.valueOf(parameters.get("vmid")));
        boolean restores = "true".equals(String.valueOf(parameters.get("restore")));
        boolean replaces = restores && cts.document(vmid).isPresent() && caller.may("/vms/" + vmid, "VM.Backup");
        mayCreate(GuestKind.LXC, replaces, caller, parameters);
        if (restores) {
            return; // the archive says which storages: they are asked about when it has been read
        }
        if (parameters.get("rootfs") == null) {
            Object storage = parameters.getOrDefault("storage", "local");
            caller.require("/storage/" + storage, "Datastore.AllocateSpace");
        }
        try {
            VolumeId template = VolumeId.parse(String.valueOf(parameters.get("ostemplate")));
            caller.requireAny("/storage/" + template.storage(), "Datastore.Audit", "Datastore.AllocateSpace");
        } catch (Malformed e) {
            return; // no volume: what serves it says so
        }
    }

    static void mayChange(GuestKind kind, Caller caller, Map<String, Object> parameters) {
        Vmid vmid = Vmid.parse(String.valueOf(parameters.get("vmid")));
        List<String> gone =
                Arrays.asList((parameters.getOrDefault("delete", "") + "," + parameters.getOrDefault("revert", ""))
                        .split("[,;\\s]+"));
        Privileges.require(caller, kind, vmid, Optional.empty(), options(kind, parameters), gone);
    }

    private static Map<String, String> options(GuestKind kind, Map<String, Object> parameters) {
        Map<String, String> options = new LinkedHashMap<>();
        parameters.forEach((name, value) -> {
            if (kind.option(name).isPresent()) {
                options.put(name, String.valueOf(value));
            }
        });
        return options;
    }
}
