package io.coppice.compute.net;

import io.coppice.compute.guest.Nic;
import io.coppice.compute.guest.Vm;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.host.Commands;
import java.io.IOException;
import java.nio.file.Path;

/** A guest's taps: made before it starts, plugged into their bridges, removed after it ended. */
public final class Taps {
    private final Links links;
    private final Vlans vlans;
    private final Rates rates;

    public Taps(Commands commands) {
        this(commands, Path.of("/sys/class/net"));
    }

    /** @param interfaces where the kernel shows what interfaces there are */
    public Taps(Commands commands, Path interfaces) {
        this.links = new Links(commands, interfaces);
        this.vlans = new Vlans(links);
        this.rates = new Rates(links);
    }

    /** @throws Refused naming a bridge that is not there, or an option that cannot be served */
    public void plug(Vm vm) throws IOException, InterruptedException {
        for (Nic nic : vm.nics()) {
            plug(nic, vm.vmid());
        }
    }

    /** Also where it is plugged already, or into another bridge. */
    public void plug(Nic nic, Vmid vmid) throws IOException, InterruptedException {
        if (nic.bridge().isPresent()) {
            plug(nic, nic.tap(vmid));
        }
    }

    private void plug(Nic nic, String tap) throws IOException, InterruptedException {
        require(nic);
        boolean fresh = !links.exists(tap);
        if (fresh) {
            links.ip("tuntap", "add", "dev", tap, "mode", "tap");
        }
        connect(nic, tap, fresh);
    }

    /** @throws Refused naming a bridge that is not there, or an option that it cannot serve */
    public void require(Nic nic) throws IOException {
        if (nic.bridge().isEmpty()) {
            return;
        }
        String bridge = nic.bridge().get();
        if (!links.isBridge(bridge)) {
            throw Refused.conflict("bridge '" + bridge + "' of net" + nic.index()
                    + " does not exist on this node; make it, or choose another");
        }
        Vlans.require(nic, bridge, links);
    }

    /**
     * Puts the host's side of a card, which is there, into its bridge. Nothing happens where it has none.
     *
     * @param fresh nothing has been done to the device yet
     */
    public void connect(Nic nic, String device, boolean fresh) throws IOException, InterruptedException {
        if (nic.bridge().isEmpty()) {
            return;
        }
        String bridge = nic.bridge().get();
        // a port with a smaller MTU makes the whole bridge's smaller
        String mtu = links.read(bridge, "mtu").orElse("1500");
        links.ip("link", "set", "dev", device, "mtu", mtu, "master", vlans.bridge(nic, bridge));
        vlans.filter(nic, device, bridge);
        rates.limit(nic, device, fresh);
        links.ip("link", "set", "dev", device, nic.isLinkDown() ? "down" : "up");
    }

    /** Nothing happens where there is none. */
    public void unplug(Vm vm) throws IOException, InterruptedException {
        for (Nic nic : vm.nics()) {
            unplug(nic, vm.vmid());
        }
    }

    /** Nothing happens where there is none. */
    public void unplug(Nic nic, Vmid vmid) throws IOException, InterruptedException {
        String tap = nic.tap(vmid);
        if (links.exists(tap)) {
            links.ip("link", "delete", "dev", tap);
            if (nic.text("rate").isPresent()) {
                rates.forget(tap);
            }
        }
    }

    /**
     * Makes a bridge without ports where there is none, so that a first guest has a network to be plugged into.
     *
     * @return whether one was made
     */
    public boolean ensureBridge(String name) throws IOException, InterruptedException {
        if (links.exists(name)) {
            return false;
        }
        links.ip("link", "add", "name", name, "type", "bridge");
        links.ip("link", "set", "dev", name, "up");
        return true;
    }
}
