package io.coppice.compute.config;

import io.coppice.compute.guest.CtNic;
import io.coppice.compute.guest.Drive;
import io.coppice.compute.guest.MountPoint;
import io.coppice.compute.guest.Nic;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.guest.GuestKind;
import io.coppice.contract.guest.GuestOption;
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
            Caller caller,
            GuestKind kind,
            Vmid vmid,
            Optional<String> pool,
            Map<String, String> set,
            List<String> gone) {
        set.forEach((name, text) -> {
            option(caller, kind, vmid, pool, name, text);
            switch (kind) {
                case QEMU -> {
                    Drive.of(name, text).ifPresent(d -> volume(caller, vmid, d));
                    Nic.of(name, text).flatMap(Nic::bridge).ifPresent(bridge -> bridge(caller, bridge));
                }
                case LXC -> {
                    MountPoint.of(name, text).ifPresent(m -> mount(caller, vmid, m));
                    CtNic.of(name, text).flatMap(n -> n.text("bridge")).ifPresent(bridge -> bridge(caller, bridge));
                    if (name.equals("features")) {
                        features(caller, text);
                    }
                }
            }
        });
        gone.forEach(name -> option(caller, kind, vmid, pool, name, ""));
    }

    private static void option(
            Caller caller, GuestKind kind, Vmid vmid, Optional<String> pool, String name, String text) {
        Optional<GuestOption> option = kind.option(name);
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

    private static void mount(Caller caller, Vmid vmid, MountPoint mount) {
        if (mount.isOfHost() && !caller.name().equals("root@pam")) {
            throw Refused.forbidden("mount point type bind is only allowed for root@pam", "");
        }
        mount.toMake().ifPresent(make -> caller.require("/storage/" + make.storage(), "Datastore.AllocateSpace"));
        mount.volume()
                .filter(v -> !v.name().startsWith(vmid + "/"))
                .ifPresent(v -> caller.require("/storage/" + v.storage(), "Datastore.Allocate"));
    }

    /** Each but nesting reaches past what keeps containers from the host. */
    private static void features(Caller caller, String text) {
        boolean harmless = text.matches("(nesting=[01])?");
        if (!harmless && !caller.name().equals("root@pam")) {
            throw Refused.forbidden("changing feature flags (except nesting) is only allowed for root@pam", "");
        }
    }

    private static void bridge(Caller caller, String bridge) {
        caller.require("/sdn/zones/localnetwork/" + bridge, "SDN.Use");
    }
}
