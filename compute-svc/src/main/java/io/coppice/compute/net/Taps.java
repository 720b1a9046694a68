package io.coppice.compute.net;

import io.coppice.compute.guest.Nic;
import io.coppice.compute.guest.Vm;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.host.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A guest's taps: made before it starts, plugged into their bridges, removed after it ended. */
public final class Taps {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private final Path interfaces;
    private final Commands commands;

    public Taps(Commands commands) {
        this(commands, Path.of("/sys/class/net"));
    }

    /** @param interfaces where the kernel shows what interfaces there are */
    public Taps(Commands commands, Path interfaces) {
        this.commands = commands;
        this.interfaces = interfaces;
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
            plug(nic, nic.tap(vmid), nic.bridge().get());
        }
    }

    private void plug(Nic nic, String tap, String bridge) throws IOException, InterruptedException {
        if (!isBridge(bridge)) {
            throw Refused.conflict("bridge '" + bridge + "' of net" + nic.index()
                    + " does not exist on this node; make it, or choose another");
        }
        boolean vlans = nic.text("tag").isPresent() || nic.text("trunks").isPresent();
        if (vlans && !filtersVlans(bridge)) {
            throw Refused.conflict("net" + nic.index() + ": bridge '" + bridge
                    + "' does not tell VLANs apart; make it VLAN aware (vlan_filtering 1), or take 'tag' out");
        }
        if (!Files.exists(interfaces.resolve(tap))) {
            ip("tuntap", "add", "dev", tap, "mode", "tap");
        }
        ip("link", "set", "dev", tap, "master", bridge);
        if (vlans) {
            vlans(nic, tap);
        }
        ip("link", "set", "dev", tap, nic.isLinkDown() ? "down" : "up");
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
        if (Files.exists(interfaces.resolve(tap))) {
            ip("link", "delete", "dev", tap);
        }
    }

    /** The guest's own VLAN comes without a tag; those of a trunk come with theirs (bridge(8)). */
    private void vlans(Nic nic, String tap) throws IOException, InterruptedException {
        run("bridge", "vlan", "del", "dev", tap, "vid", "1-4094");
        Optional<String> tag = nic.text("tag");
        if (tag.isPresent()) {
            run("bridge", "vlan", "add", "dev", tap, "vid", tag.get(), "pvid", "untagged");
        }
        for (String trunk : nic.text("trunks").orElse("").split(";")) {
            if (!trunk.isEmpty()) {
                run("bridge", "vlan", "add", "dev", tap, "vid", trunk);
            }
        }
    }

    private boolean filtersVlans(String bridge) throws IOException {
        Path filtering = interfaces.resolve(bridge).resolve("bridge/vlan_filtering");
        return Files.exists(filtering) && Files.readString(filtering).strip().equals("1");
    }

    private boolean isBridge(String name) {
        return name.matches("[A-Za-z0-9._-]{1,15}")
                && Files.isDirectory(interfaces.resolve(name).resolve("bridge"));
    }

    /**
     * Makes a bridge without ports where there is none, so that a first guest has a network to be plugged into.
     *
     * @return whether one was made
     */
    public boolean ensureBridge(String name) throws IOException, InterruptedException {
        if (Files.exists(interfaces.resolve(name))) {
            return false;
        }
        ip("link", "add", "name", name, "type", "bridge");
        ip("link", "set", "dev", name, "up");
        return true;
    }

    private void ip(String... arguments) throws IOException, InterruptedException {
        List<String> argv = new ArrayList<>(List.of("ip"));
        argv.addAll(List.of(arguments));
        run(argv.toArray(String[]::new));
    }

    private void run(String... argv) throws IOException, InterruptedException {
        Commands.Ended ended = commands.run(List.of(argv), LIMIT);
        if (!ended.ok()) {
            throw Refused.conflict(
                    String.join(" ", argv) + " failed: " + ended.err().strip());
        }
    }
}
