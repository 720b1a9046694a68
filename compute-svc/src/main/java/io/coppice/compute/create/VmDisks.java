package io.coppice.compute.create;

import io.coppice.compute.guest.Drive;
import io.coppice.compute.guest.Nic;
import io.coppice.contract.api.storage.VolumesInternalApi;
import io.coppice.contract.word.StorageId;
import io.coppice.contract.word.Vmid;
import io.coppice.contract.word.VolumeId;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Calls;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Disks that a change of a configuration makes: all of them, or none. */
public final class VmDisks {
    private final Calls calls;
    private final Caller self;

    public VmDisks(Calls calls, Caller self) {
        this.calls = calls;
        this.self = self;
    }

    /** Options with their disks made and named, network cards with addresses. */
    public record Prepared(Map<String, String> options, List<NewVm.NewDisk> disks) {}

    /** Makes the disks; if one cannot be, those before it are removed again. */
    public Prepared prepare(Vmid vmid, Map<String, String> options, String mark) {
        Map<String, String> lines = new LinkedHashMap<>();
        List<NewVm.NewDisk> disks = new ArrayList<>();
        DiskNames names = new DiskNames(vmid, taken(vmid));
        options.forEach((name, text) -> {
            Optional<Drive> drive = Drive.of(name, text);
            Optional<Nic> nic = Nic.of(name, text);
            lines.put(
                    name,
                    drive.isPresent()
                            ? NewVm.prepared(drive.get(), Optional.empty(), names, disks)
                                    .line()
                            : nic.map(Nic::line).orElse(text));
        });
        Prepared prepared = new Prepared(lines, disks);
        try {
            for (NewVm.NewDisk d : disks) {
                calls.call(
                        VolumesInternalApi.ALLOCATE,
                        new VolumesInternalApi.Allocate(
                                new StorageId(d.storage()),
                                vmid,
                                d.kib(),
                                Optional.of(d.format()),
                                Optional.of(d.name()),
                                mark),
                        self);
            }
        } catch (RuntimeException e) {
            undo(prepared, vmid, mark);
            throw e;
        }
        return prepared;
    }

    private Set<String> taken(Vmid vmid) {
        Set<String> names = new LinkedHashSet<>();
        VolumesInternalApi.Volumes found = Objects.requireNonNull(
                calls.call(VolumesInternalApi.OF_GUEST, new VolumesInternalApi.OfGuest(vmid), self));
        found.volumes().forEach(v -> names.add(v.name()));
        return names;
    }

    public void undo(Prepared prepared, Vmid vmid, String mark) {
        prepared.disks()
                .forEach(d -> calls.call(
                        VolumesInternalApi.FREE,
                        new VolumesInternalApi.Free(volume(d, vmid), Optional.of(mark)),
                        self));
    }

    public void keep(Prepared prepared, Vmid vmid) {
        prepared.disks()
                .forEach(d -> calls.call(VolumesInternalApi.KEEP, new VolumesInternalApi.Keep(volume(d, vmid)), self));
    }

    public void free(VolumeId volume) {
        calls.call(VolumesInternalApi.FREE, new VolumesInternalApi.Free(volume, Optional.empty()), self);
    }

    static VolumeId volume(NewVm.NewDisk disk, Vmid vmid) {
        return new VolumeId(new StorageId(disk.storage()), vmid + "/" + disk.name());
    }
}
