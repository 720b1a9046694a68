package io.coppice.backup.run;

import io.coppice.archive.nbd.NbdClient;
import io.coppice.archive.relay.RelayReader;
import io.coppice.backup.disk.DiskSource;
import io.coppice.backup.disk.FileSource;
import io.coppice.contract.api.guest.GuestBackupInternalApi.Begun;
import io.coppice.contract.api.guest.GuestBackupInternalApi.Disk;
import io.coppice.contract.api.guest.GuestBackupInternalApi.Held;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.truth.StoreUnavailable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Guests as maps: who holds which, which of them run, whose disks are open to be read. */
final class FakeGuests implements Guests {
    private static final int DISK = 3 * 65_536 + 1024;
    private final Map<Vmid, String> holders = new TreeMap<>();
    private final Set<Vmid> there = new TreeSet<>();
    private final Set<Vmid> running = new TreeSet<>();
    private final Set<Vmid> begun = new TreeSet<>();
    private final Set<Vmid> broken = new TreeSet<>();
    private final Set<Vmid> toRestart = new TreeSet<>();
    private int holdingOn;
    private int readings;

    static Vzdump.Params params(List<Integer> vmids, String mode, String keep) {
        return params(vmids, mode, keep, "");
    }

    static Vzdump.Params params(List<Integer> vmids, String mode, String keep, String script) {
        return new Vzdump.Params(
                vmids,
                vmids.stream().map(v -> "guest" + v).toList(),
                vmids.stream().map(v -> v < 200 ? "qemu" : "lxc").toList(),
                "local",
                "",
                mode,
                "0",
                1,
                0,
                1,
                "{{guestname}} of {{node}}",
                "",
                true,
                keep,
                false,
                List.of("/tmp/?*"),
                script,
                List.of(),
                "",
                Vzdump.Manners.USUAL);
    }

    FakeGuests with(int vmid) {
        there.add(new Vmid(vmid));
        running.add(new Vmid(vmid));
        return this;
    }

    Object picture() {
        return List.of(Map.copyOf(holders), Set.copyOf(running), Set.copyOf(begun));
    }

    /** What a disk of a guest holds: nothing in its second cluster. */
    static byte[] content(String export) {
        byte[] bytes = new byte[DISK];
        new Random(export.hashCode()).nextBytes(bytes);
        java.util.Arrays.fill(bytes, 65_536, 131_072, (byte) 0);
        return bytes;
    }

    @Override
    public Held hold(Vmid vmid, String mark) {
        if (!there.contains(vmid)) {
            throw Refused.notFound("there is no VM " + vmid);
        }
        String holder = holders.putIfAbsent(vmid, mark);
        if (holder != null && !holder.equals(mark)) {
            throw Refused.conflict("VM is locked (backup)");
        }
        return new Held(running.contains(vmid), "guest" + vmid);
    }

    private void require(Vmid vmid, String mark) {
        if (!mark.equals(holders.get(vmid))) {
            throw Refused.conflict("VM " + vmid + " is not held for this backup any more");
        }
    }

    @Override
    public boolean stop(Vmid vmid, String mark, int seconds) {
        require(vmid, mark);
        if (running.remove(vmid)) {
            toRestart.add(vmid);
        }
        return true;
    }

    @Override
    public Begun begin(Vmid vmid, String mark, DiskWish wish) {
        require(vmid, mark);
        if (toRestart.remove(vmid)) {
            running.add(vmid);
        }
        begun.add(vmid);
        readings++;
        List<Disk> disks = new ArrayList<>();
        for (String option : List.of("scsi0", "scsi1")) {
            disks.add(new Disk("drive-" + option, option, "local", "raw", -1, "/nowhere", vmid + "-" + option));
        }
        return new Begun("memory: 16\n", disks, List.of("include two disks"));
    }

    @Override
    public DiskSource open(Disk disk) {
        byte[] content = content(disk.export());
        return new DiskSource() {
            @Override
            public long size() {
                return content.length;
            }

            @Override
            public void read(long offset, byte[] into, int length) {
                System.arraycopy(content, (int) offset, into, 0, length);
            }

            @Override
            public NbdClient.Extent extent(long offset) {
                return offset >= 65_536 && offset < 131_072
                        ? new NbdClient.Extent(131_072 - offset, true)
                        : new NbdClient.Extent(offset < 65_536 ? 65_536 - offset : content.length - offset, false);
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
    }

    @Override
    public FileSource files(Vmid vmid, String mark, FileWish wish) {
        require(vmid, mark);
        begun.add(vmid);
        readings++;
        return new FileSource() {
            @Override
            public void read(RelayReader.Sink sink) throws IOException, InterruptedException {
                sink.line("reading " + wish.exclude());
                byte[] content = content(vmid + "-files");
                sink.data(content, content.length);
                if (broken.contains(vmid)) {
                    throw new IOException("tar failed with exit code 2");
                }
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
    }

    /** Its files cannot be read to their end. */
    FakeGuests breaking(int vmid) {
        broken.add(new Vmid(vmid));
        return this;
    }

    /** So often nobody can be let go, for want of a quorum. */
    FakeGuests holdingOn(int times) {
        holdingOn = times;
        return this;
    }

    /** How often a guest's disks or files were begun to be read. */
    int readings() {
        return readings;
    }

    @Override
    public void end(Vmid vmid, String mark) throws StoreUnavailable {
        if (holdingOn > 0) {
            holdingOn--;
            throw new StoreUnavailable("CT " + vmid + " is off");
        }
        if (mark.equals(holders.get(vmid))) {
            if (toRestart.remove(vmid)) {
                running.add(vmid);
            }
            begun.remove(vmid);
            holders.remove(vmid);
        }
    }
}
