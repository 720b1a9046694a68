package io.coppice.store.state;

import io.coppice.contract.endpoint.Service;
import io.coppice.store.Change;
import io.coppice.store.Change.Precondition;
import io.coppice.store.Change.Write;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** The store as one would write it in ten minutes: mutable maps, copied before every change. */
final class Naive {
    record Doc(String text, long revision) {}

    record Lease(String holder, long epoch, long renewal) {}

    static final class World {
        TreeMap<String, Doc> docs = new TreeMap<>();
        TreeMap<Integer, String> reserved = new TreeMap<>();
        TreeMap<String, Lease> leases = new TreeMap<>();
        long epoch;

        World copy() {
            World w = new World();
            w.docs.putAll(docs);
            w.reserved.putAll(reserved);
            w.leases.putAll(leases);
            w.epoch = epoch;
            return w;
        }

        Set<String> guests(int vmid) {
            Set<String> found = new HashSet<>(docs.keySet());
            found.removeIf(p -> !p.startsWith("nodes/") || !p.endsWith("/" + vmid + ".conf"));
            return found;
        }
    }

    World world = new World();
    long revision;
    final Map<UUID, String> outcomes = new HashMap<>();

    /** "done 7" or "refused". */
    String apply(Change c) {
        String known = outcomes.get(c.id());
        if (known != null) {
            return known;
        }
        World after = world.copy();
        boolean fits = c.writer() == Service.COMPUTE || c.writes().stream().noneMatch(w -> path(w) != null);
        for (Precondition p : c.preconditions()) {
            fits = fits && holds(p);
        }
        for (Write w : c.writes()) {
            fits = fits && write(after, w);
        }
        fits = fits && guestsFit(after, c);
        String outcome = "refused";
        if (fits) {
            world = after;
            revision++;
            outcome = "done " + revision;
        }
        outcomes.put(c.id(), outcome);
        return outcome;
    }

    private static String path(Write w) {
        return w instanceof Write.Put p ? p.path() : w instanceof Write.Delete d ? d.path() : null;
    }

    private boolean holds(Precondition p) {
        return switch (p) {
            case Precondition.Absent a -> !world.docs.containsKey(a.path());
            case Precondition.Exists e -> world.docs.containsKey(e.path());
            case Precondition.HasDigest d -> {
                Doc doc = world.docs.get(d.path());
                yield doc != null
                        && Draft.sha1(doc.text().getBytes(StandardCharsets.UTF_8))
                                .equals(d.digest());
            }
            case Precondition.HasRevision r -> {
                Doc doc = world.docs.get(r.path());
                yield doc != null && doc.revision() == r.revision();
            }
            case Precondition.Holds h -> {
                Lease l = world.leases.get(h.lease());
                yield l != null && l.holder().equals(h.holder()) && l.epoch() == h.epoch();
            }
            case Precondition.VmidFree v ->
                world.guests(v.vmid()).isEmpty()
                        && Objects.requireNonNullElse(world.reserved.get(v.vmid()), v.owner())
                                .equals(v.owner());
        };
    }

    private boolean write(World w, Write write) {
        switch (write) {
            case Write.Put p ->
                w.docs.put(p.path(), new Doc(new String(p.content(), StandardCharsets.UTF_8), revision + 1));
            case Write.Delete d -> w.docs.remove(d.path());
            case Write.Reserve r -> {
                return w.guests(r.vmid()).isEmpty()
                        && r.owner().equals(w.reserved.computeIfAbsent(r.vmid(), v -> r.owner()));
            }
            case Write.Release r -> w.reserved.remove(r.vmid(), r.owner());
            case Write.Acquire a -> {
                Lease l = w.leases.get(a.lease());
                if (l != null && !l.holder().equals(a.holder())) {
                    return false;
                }
                w.leases.put(
                        a.lease(),
                        l == null
                                ? new Lease(a.holder(), ++w.epoch, 0)
                                : new Lease(a.holder(), l.epoch(), l.renewal() + 1));
            }
            case Write.Renew r -> {
                Lease l = w.leases.get(r.lease());
                if (l == null || !l.holder().equals(r.holder()) || l.epoch() != r.epoch()) {
                    return false;
                }
                w.leases.put(r.lease(), new Lease(l.holder(), l.epoch(), l.renewal() + 1));
            }
            case Write.Surrender s -> {
                Lease l = w.leases.get(s.lease());
                if (l != null && l.holder().equals(s.holder()) && l.epoch() == s.epoch()) {
                    w.leases.remove(s.lease());
                }
            }
            case Write.Expire e -> {
                Lease l = w.leases.get(e.lease());
                if (l == null || l.epoch() != e.epoch() || l.renewal() != e.renewal()) {
                    return false;
                }
                w.leases.remove(e.lease());
            }
        }
        return true;
    }

    /** One configuration a number; a new guest under a reserved number only where the change names its owner. */
    private boolean guestsFit(World after, Change c) {
        for (int vmid = 100; vmid < 103; vmid++) {
            if (after.guests(vmid).size() > 1) {
                return false;
            }
            String owner = world.reserved.get(vmid);
            final int id = vmid;
            boolean put = c.writes().stream()
                    .anyMatch(w -> w instanceof Write.Put p && p.path().endsWith("/" + id + ".conf"));
            if (put && world.guests(vmid).isEmpty() && owner != null) {
                boolean named = c.preconditions().contains(new Precondition.VmidFree(vmid, owner))
                        || c.writes().contains(new Write.Reserve(vmid, owner))
                        || c.writes().contains(new Write.Release(vmid, owner));
                if (!named) {
                    return false;
                }
            }
        }
        return true;
    }
}
