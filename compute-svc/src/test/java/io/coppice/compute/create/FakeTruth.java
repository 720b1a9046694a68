package io.coppice.compute.create;

import io.coppice.compute.guest.Cts;
import io.coppice.compute.guest.GuestFiles;
import io.coppice.compute.guest.Vms;
import io.coppice.contract.guest.GuestKind;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import io.coppice.store.memory.MemoryStore;
import io.coppice.tasklaws.World;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** Guests in a store in memory, compared as a value. */
public final class FakeTruth {
    private final MemoryStore store = new MemoryStore(new Random(1), () -> 0);
    public final Vms vms = new Vms(store, new NodeName("pve1"));

    public final Cts cts = new Cts(store, new NodeName("pve1"));

    public GuestFiles<?> of(GuestKind kind) {
        return kind == GuestKind.QEMU ? vms : cts;
    }

    public FakeTruth with(Vmid vmid, String text) {
        return with(vms, vmid, text);
    }

    public FakeTruth with(GuestFiles<?> guests, Vmid vmid, String text) {
        store.submit(guests.change("root@pam").put(guests.path(vmid), text).build());
        return this;
    }

    /** As {@link World#guest}. */
    public Optional<World.Owned> guest(Vmid vmid) {
        return vms.document(vmid).map(d -> new World.Owned(vmid, d.since(), d.text()));
    }

    /** Another node has it for a moment. */
    public void leavesAndReturns(Vmid vmid) {
        String mine = vms.path(vmid);
        String others = mine.replace("/pve1/", "/pve2/");
        String text = vms.require(vmid).text();
        store.submit(vms.change("root@pam").delete(mine).put(others, text).build());
        store.submit(vms.change("root@pam").delete(others).put(mine, text).build());
    }

    /** Texts by path, and who holds the number. */
    public Map<String, String> picture(Vmid vmid) {
        Map<String, String> all = new TreeMap<>();
        store.image().below("nodes/").forEach(d -> all.put(d.path(), d.text()));
        store.image().reservation(vmid.number()).filter(r -> !r.rests()).ifPresent(r -> all.put("held by", r.owner()));
        return all;
    }
}
