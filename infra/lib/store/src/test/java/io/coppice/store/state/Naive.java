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
    record Doc(String text, long revision, long since) {}

    /** A resting number has no owner. */
    record Reserved(String owner, long term, long revision) {}

    record Lease(String holder, long epoch, long renewal) {}

    static final class World {
        TreeMap<String, Doc> docs = new TreeMap<>();
        TreeMap<Integer, Reserved> reserved = new TreeMap<>();
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
        boolean fits = c.writes().stream().allMatch(w -> mayWrite(c.writer(), w));
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

    private static boolean mayWrite(Service writer, Write w) {
        return switch (w) {
            case Write.Put p -> owns(writer, p.path());
            case Write.Delete d -> owns(writer, d.path());
            case Write.Import i -> writer == Service.NODE && !i.path().startsWith("priv/tasks/");
            default -> true;
        };
    }

    private static boolean owns(Service writer, String path) {
        return writer == Service.COMPUTE || writer == Service.NODE && path.startsWith("priv/tasks/");
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
                world.guests(v.vmid()).isEmpty() && Set.of("", v.owner()).contains(holder(world, v.vmid()));
            case Precondition.GuestSince g ->
                world.guests(g.vmid()).stream()
                        .anyMatch(path ->
                                Objects.requireNonNull(world.docs.get(path)).since() == g.epoch());
        };
    }

    private void put(World w, String path, byte[] content) {
        Doc was = w.docs.get(path);
        w.docs.put(
                path,
                new Doc(
                        new String(content, StandardCharsets.UTF_8),
                        revision + 1,
                        was == null ? revision + 1 : was.since()));
    }

    private boolean write(World w, Write write) {
        switch (write) {
            case Write.Put p -> put(w, p.path(), p.content());
            case Write.Import i -> put(w, i.path(), i.content());
            case Write.Delete d -> w.docs.remove(d.path());
            case Write.Reserve r -> {
                return reserve(w, r.vmid(), r.owner(), 0);
            }
            case Write.ReserveFor r -> {
                return reserve(w, r.vmid(), r.owner(), r.termMillis());
            }
            case Write.HandOut h -> {
                return w.guests(h.vmid()).isEmpty()
                        && w.reserved.putIfAbsent(h.vmid(), new Reserved("", h.termMillis(), revision + 1)) == null;
            }
            case Write.Lapse l -> {
                Reserved now = w.reserved.get(l.vmid());
                if (now != null && now.term() > 0 && now.revision() == l.revision()) {
                    w.reserved.remove(l.vmid());
                }
            }
            case Write.Release r -> {
                if (w.reserved.containsKey(r.vmid()) && holder(w, r.vmid()).equals(r.owner())) {
                    w.reserved.remove(r.vmid());
                }
            }
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

    private boolean reserve(World w, int vmid, String owner, long term) {
        String now = holder(w, vmid);
        if (!w.guests(vmid).isEmpty() || !now.isEmpty() && !now.equals(owner)) {
            return false;
        }
        if (now.isEmpty() || term > 0) {
            w.reserved.put(vmid, new Reserved(owner, term, revision + 1));
        }
        return true;
    }

    private static String holder(World w, int vmid) {
        Reserved r = w.reserved.get(vmid);
        return r == null ? "" : r.owner();
    }

    /** One configuration a number; a new guest under a reserved number only where the change names its owner. */
    private boolean guestsFit(World after, Change c) {
        for (int vmid = 100; vmid < 103; vmid++) {
            if (after.guests(vmid).size() > 1) {
                return false;
            }
            String owner = holder(world, vmid);
            final int id = vmid;
            boolean put = c.writes().stream()
                    .anyMatch(w -> w instanceof Write.Put p && p.path().endsWith("/" + id + ".conf")
                            || w instanceof Write.Import i && i.path().endsWith("/" + id + ".conf"));
            if (put && world.guests(vmid).isEmpty() && !owner.isEmpty()) {
                boolean named = c.preconditions().contains(new Precondition.VmidFree(vmid, owner))
                        || c.writes().contains(new Write.Reserve(vmid, owner))
                        || c.writes().contains(new Write.Release(vmid, owner));
                if (!named) {
                    return false;
                }
            }
            boolean touched = put
                    || c.writes().stream()
                            .anyMatch(
                                    w -> w instanceof Write.Delete d && d.path().endsWith("/" + id + ".conf"));
            if (touched && !after.guests(vmid).isEmpty() && holder(after, vmid).isEmpty()) {
                after.reserved.remove(vmid);
            } else if (touched
                    && after.guests(vmid).isEmpty()
                    && !world.guests(vmid).isEmpty()) {
                after.reserved.putIfAbsent(vmid, new Reserved("", 60_000, revision + 1));
            }
        }
        return true;
    }
}
