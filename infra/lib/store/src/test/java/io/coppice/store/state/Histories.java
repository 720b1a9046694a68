package io.coppice.store.state;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.Digest;
import io.coppice.store.Change;
import io.coppice.store.Change.Precondition;
import io.coppice.store.Change.Write;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Random changes over a small world, so that they meet each other often. */
final class Histories {
    static final List<String> PATHS = List.of(
            "nodes/a/qemu-server/100.conf",
            "nodes/b/qemu-server/100.conf",
            "nodes/a/lxc/100.conf",
            "nodes/a/qemu-server/101.conf",
            "nodes/b/lxc/101.conf",
            "ha/resources.cfg:vm:100",
            "mapping/pci.cfg:x",
            "priv/tasks/t1");
    private static final List<String> OWNERS = List.of("t1", "t2", "t3");
    private static final List<String> LEASES = List.of("ha-manager", "master");

    private final Random random;
    private final List<Change> sent = new ArrayList<>();
    private long stamp = 1_000_000;

    Histories(long seed) {
        random = new Random(seed);
    }

    Entry.Proposal next(State now) {
        stamp += random.nextInt(100) - 20;
        return new Entry.Proposal(stamp, change(now));
    }

    private Change change(State now) {
        if (!sent.isEmpty() && random.nextInt(8) == 0) {
            return sent.get(random.nextInt(sent.size()));
        }
        List<Precondition> preconditions = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            preconditions.add(precondition(now));
        }
        List<Write> writes = new ArrayList<>();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            writes.add(write(now));
        }
        Service writer = switch (random.nextInt(20)) {
            case 0 -> Service.GATEWAY;
            case 1, 2 -> Service.NODE;
            default -> Service.COMPUTE;
        };
        if (writer == Service.NODE && random.nextInt(3) > 0) {
            // most of what the node writes here would be refused otherwise
            writes.replaceAll(w -> w instanceof Write.Put p ? new Write.Import(p.path(), p.content()) : w);
            writes.removeIf(w -> w instanceof Write.Delete);
        }
        Change c =
                new Change(new UUID(random.nextLong(), random.nextLong()), writer, "root@pam", preconditions, writes);
        sent.add(c);
        return c;
    }

    private Precondition precondition(State now) {
        String path = any(PATHS);
        var there = now.picture().find(path);
        return switch (random.nextInt(7)) {
            case 0 -> new Precondition.Absent(path);
            case 1 -> new Precondition.Exists(path);
            case 2 ->
                new Precondition.HasDigest(
                        path,
                        there.isPresent() && random.nextBoolean() ? there.get().digest() : new Digest("0".repeat(40)));
            case 3 ->
                new Precondition.HasRevision(path, there.map(d -> d.revision()).orElse(7L));
            case 4 -> new Precondition.Holds(any(LEASES), any(OWNERS), epoch(now));
            case 5 ->
                new Precondition.GuestSince(
                        100 + random.nextInt(3), there.map(d -> d.since()).orElse(7L));
            default -> new Precondition.VmidFree(100 + random.nextInt(3), any(OWNERS));
        };
    }

    private Write write(State now) {
        int vmid = 100 + random.nextInt(3);
        return switch (random.nextInt(16)) {
            case 0, 1, 2, 3 -> {
                byte[] text = ("v" + random.nextInt(100)).getBytes(StandardCharsets.UTF_8);
                yield new Write.Put(any(PATHS), text);
            }
            case 4, 5 -> new Write.Delete(any(PATHS));
            case 6 -> new Write.Reserve(vmid, any(OWNERS));
            case 7 -> new Write.Release(vmid, any(OWNERS));
            case 8 -> new Write.Acquire(any(LEASES), any(OWNERS), 1000);
            case 9 -> new Write.Renew(any(LEASES), any(OWNERS), epoch(now));
            case 10 -> new Write.Surrender(any(LEASES), any(OWNERS), epoch(now));
            case 11 -> new Write.ReserveFor(vmid, any(OWNERS), 1000);
            case 12 -> new Write.HandOut(vmid, 2000);
            case 13 ->
                new Write.Lapse(
                        vmid,
                        now.picture().reservation(vmid).map(r -> r.revision()).orElse(7L) - random.nextInt(6) / 5);
            case 14 -> new Write.Import(any(PATHS), "brought".getBytes(StandardCharsets.UTF_8));
            default -> new Write.Expire(any(LEASES), epoch(now), random.nextInt(2));
        };
    }

    private long epoch(State now) {
        return now.picture().lease(any(LEASES)).map(l -> l.epoch()).orElse(0L) + (random.nextInt(6) == 0 ? 1 : 0);
    }

    private <T> T any(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }
}
