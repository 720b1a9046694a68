package io.coppice.compute.restore;

import io.coppice.archive.nbd.NbdClient;
import io.coppice.archive.nbd.Pace;
import io.coppice.archive.vma.VmaHeader;
import io.coppice.archive.vma.VmaReader;
import io.coppice.compute.create.NewDisk;
import io.coppice.compute.guest.Drive;
import io.coppice.compute.machine.DiskServer;
import io.coppice.compute.qemu.Blockdev;
import io.coppice.compute.qemu.Build;
import io.coppice.contract.api.storage.VolumesInternalApi;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.storage.Opening;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Calls;
import io.coppice.servicekit.task.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** Fills new, empty disks from an archive; their formats are QEMU's business. */
final class Filling implements Filler {
    private final DiskServer server;
    private final Supplier<Build> build;
    private final Calls calls;
    private final Caller self;

    Filling(DiskServer server, Supplier<Build> build, Calls calls, Caller self) {
        this.server = server;
        this.build = build;
        this.calls = calls;
        this.self = self;
    }

    private static String name(Vmid vmid) {
        return vmid + ".restore";
    }

    @Override
    public void fill(Content content, Vmid vmid, Progress progress) throws IOException, InterruptedException {
        List<DiskServer.Served> served = new ArrayList<>();
        for (NewDisk d : content.disks()) {
            served.add(new DiskServer.Served(d.option(), graph(d, vmid), true));
        }
        if (served.isEmpty()) {
            return;
        }
        server.start(name(vmid), served);
        try {
            new ArchiveFile(Path.of(content.archive())).read(reader -> {
                copy(reader, content, vmid, progress);
                return true;
            });
        } finally {
            server.end(name(vmid));
        }
    }

    @Override
    public void stop(Vmid vmid) throws IOException, InterruptedException {
        server.end(name(vmid));
    }

    /** Through the host's cache: what matters is on disk with the flush at the end. */
    private Map<String, Object> graph(NewDisk d, Vmid vmid) {
        Opening opening = Objects.requireNonNull(
                calls.call(VolumesInternalApi.OPEN, new VolumesInternalApi.OfVolume(d.volume(vmid)), self));
        Drive drive = Drive.of(d.option(), d.volume(vmid) + ",cache=writeback")
                .orElseThrow(() -> Refused.conflict("'" + d.option() + "' is no disk"));
        return new Blockdev(drive, opening, build.get(), false).format();
    }

    private void copy(VmaReader reader, Content content, Vmid vmid, Progress progress)
            throws IOException, InterruptedException {
        Map<Integer, NbdClient> targets = new LinkedHashMap<>();
        try {
            for (VmaHeader.Device device : reader.header().devices()) {
                for (NewDisk d : content.disks()) {
                    if (Integer.valueOf(device.id()).equals(content.devices().get(d.option()))) {
                        targets.put(device.id(), open(vmid, d, device));
                    }
                }
            }
            Pouring pouring = new Pouring(reader.header(), targets, Pace.of(content.kibPerSecond()), progress);
            reader.read(pouring);
            for (NbdClient target : targets.values()) {
                target.flush();
            }
        } finally {
            for (NbdClient target : targets.values()) {
                close(target, progress);
            }
        }
    }

    private NbdClient open(Vmid vmid, NewDisk d, VmaHeader.Device device) throws IOException {
        NbdClient client = NbdClient.connect(server.socket(name(vmid)), d.option());
        if (client.size() < device.bytes()) {
            client.close();
            throw new IOException("'" + d.option() + "' has become smaller than its content");
        }
        return client;
    }

    private static void close(NbdClient target, Progress progress) {
        try {
            target.close();
        } catch (IOException e) {
            progress.log("closing a disk failed: " + e.getMessage());
        }
    }
}
