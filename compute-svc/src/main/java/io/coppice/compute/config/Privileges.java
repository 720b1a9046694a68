package io.coppice.compute.config;

import io.coppice.compute.guest.Drive;
import io.coppice.compute.guest.Nic;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.guest.GuestOption;
import io.coppice.contract.guest.VmOptions;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.serve.Caller;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a caller needs to set or take away options of a guest: each option's privilege, and what its value reaches for. */
public final class Privileges {
    private Privileges() {}

    /**
     * @param pool that a new guest shall be in: what one may there, one may with the guest
     * @throws Refused with the first that is missing
     */
    public static void require(
            Caller caller, Vmid vmid, Optional<String> pool, Map<String, String> set, List<String> gone) {
        set.forEach((name, text) -> {
            option(caller, vmid, pool, name, text);
            Drive.of(name, text).ifPresent(d -> volume(caller, vmid, d));
            Nic.of(name, text).flatMap(Nic::bridge).ifPresent(bridge -> bridge(caller, bridge));
        });
        gone.forEach(name -> option(caller, vmid, pool, name, ""));
    }

    private static void option(Caller caller, Vmid vmid, Optional<String> pool, String name, String text) {
        Optional<GuestOption> option = VmOptions.of(name);
        if (option.isEmpty()) {
            return;
        }
        String path = "/vms/" + vmid;
        boolean cdrom = Drive.of(name, text).filter(Drive::isCdrom).isPresent();
        boolean device = name.matches("serial\\d+") && !text.isEmpty() && !text.equals("socket");
        String privilege = cdrom ? "VM.Config.CDROM" : option.get().privilege();
        if (privilege.isEmpty() || device) {
            if (!caller.name().equals("root@pam")) {
                throw Refused.forbidden("only root can set '" + name + "' config", "");
            }
        } else if (pool.filter(p -> caller.may("/pool/" + p, privilege)).isEmpty()) {
            caller.require(path, privilege);
        }
    }

    private static void volume(Caller caller, Vmid vmid, Drive drive) {
        drive.toMake().ifPresent(make -> caller.require("/storage/" + make.storage(), "Datastore.AllocateSpace"));
        drive.volume().ifPresent(v -> {
            String path = "/storage/" + v.storage();
            boolean own = v.name().startsWith(vmid + "/");
            if (drive.isCdrom() || own) {
                caller.requireAny(path, "Datastore.Audit", "Datastore.AllocateSpace");
            } else {
                caller.require(path, "Datastore.Allocate");
            }
        });
        // a path of the host would reach past every storage's rights
        if (drive.file().startsWith("/") && !caller.name().equals("root@pam")) {
            throw Refused.forbidden("only root can use '" + drive.option() + "' with a path", "");
        }
    }

    private static void bridge(Caller caller, String bridge) {
        caller.require("/sdn/zones/localnetwork/" + bridge, "SDN.Use");
    }
}
