package io.coppice.compute.migration;

import io.coppice.compute.guest.Cts;
import io.coppice.compute.guest.GuestFiles;
import io.coppice.compute.guest.Vms;
import io.coppice.compute.machine.FakeMachine;
import io.coppice.compute.machine.Quiet;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import io.coppice.documents.member.ClusterMember;
import io.coppice.servicekit.task.TaskKind;
import io.coppice.store.Change;
import io.coppice.store.Document;
import io.coppice.store.memory.MemoryStore;
import io.coppice.tasklaws.TaskLaws;
import io.coppice.tasklaws.World;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;

/** A guest without disks of its own, one with two of which one gets another name, and a container that runs. */
class MigrateLawsTest {
    @Nested
    class WithoutDisks extends MigrateLaws {
        WithoutDisks() {
            super("cores: 1\nscsi0: nfs:100/vm-100-disk-0.qcow2\n", false, false, List.of());
        }
    }

    @Nested
    class WithDisks extends MigrateLaws {
        WithDisks() {
            super(
                    "scsi0: local:100/vm-100-disk-0.qcow2,size=8G\nunused0: local:100/vm-100-disk-1.raw\n",
                    false,
                    false,
                    List.of(
                            new Migrate.Copy("local:100/vm-100-disk-0.qcow2", "fast:100/vm-100-disk-0.qcow2"),
                            new Migrate.Copy("local:100/vm-100-disk-1.raw", "local:100/vm-100-disk-2.raw")));
        }
    }

    @Nested
    class OfAContainer extends MigrateLaws {
        OfAContainer() {
            super(
                    "rootfs: local:100/vm-100-disk-0.raw,size=1G\n",
                    true,
                    true,
                    List.of(new Migrate.Copy("local:100/vm-100-disk-0.raw", "local:100/vm-100-disk-0.raw")));
        }
    }
}

/** Beside it a volume over there that somebody else made. */
abstract class MigrateLaws extends TaskLaws<Migrate.Params> {
    private static final Vmid GUEST = new Vmid(100);
    private static final NodeName HERE = new NodeName("pve1");
    private final String text;
    private final boolean container;
    private final boolean runs;
    private final List<Migrate.Copy> copies;

    MigrateLaws(String text, boolean container, boolean runs, List<Migrate.Copy> copies) {
        this.runs = runs;
        this.text = text;
        this.container = container;
        this.copies = copies;
    }

    @Override
    protected World<Migrate.Params> world() {
        MemoryStore store = new MemoryStore(new Random(1), () -> 0);
        GuestFiles<?> guests = container ? new Cts(store, HERE) : new Vms(store, HERE);
        store.submit(guests.change("root@pam").put(guests.path(GUEST), text).build());
        FakeStorages storages = new FakeStorages().withThere("local:100/vm-100-disk-1.raw", "others'");
        copies.forEach(c -> storages.with(c.volume(), "of " + c.volume()));
        ClusterMember other =
                new ClusterMember(new NodeName("pve2"), 2, "pve2-00000002", "10.0.0.2", 8016, "AB:".repeat(31) + "AB");
        store.submit(Change.by(Service.NODE, "root@pam")
                .put(other.path(), other.text())
                .build());
        FakeMachine machine = new FakeMachine().with(new Vmid(101), "");
        if (runs) {
            machine.start(guests.read(GUEST), "", new Quiet());
        }
        Migrate kind = new Migrate(guests, machine, storages.carriage(), storages.restarting(guests, machine));
        Migrate.Params params = new Migrate.Params(
                GUEST.number(),
                "pve2",
                copies,
                0,
                runs ? 60 : 0,
                Optional.of(other.member()),
                Optional.of(Seen.digest(guests.read(GUEST))));
        return new World<>() {
            @Override
            public TaskKind<Migrate.Params> kind() {
                return kind;
            }

            @Override
            public Migrate.Params params() {
                return params;
            }

            @Override
            public Object picture() {
                Map<String, String> documents = new TreeMap<>();
                store.image().below("").forEach(d -> documents.put(d.path(), d.text()));
                return List.of(documents, storages.picture(), machine.picture());
            }

            @Override
            public Optional<Owned> guest() {
                return store.image().guest(GUEST.number()).map(d -> new Owned(GUEST, d.since(), d.text()));
            }

            @Override
            public void guestLeavesAndReturns() {
                Document now = store.image().guest(GUEST.number()).orElseThrow();
                String elsewhere = now.path().replaceFirst("/pve\\d/", "/pve3/");
                for (String[] way : new String[][] {{now.path(), elsewhere}, {elsewhere, now.path()}}) {
                    store.submit(guests.change("root@pam")
                            .delete(way[0])
                            .put(way[1], now.text())
                            .build());
                }
            }
        };
    }
}
