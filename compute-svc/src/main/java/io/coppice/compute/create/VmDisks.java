package io.coppice.compute.create;

import io.coppice.compute.guest.Drive;
import io.coppice.contract.api.storage.VolumesInternalApi;
import io.coppice.contract.word.StorageId;
import io.coppice.contract.word.Vmid;
import io.coppice.contract.word.VolumeId;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Calls;
import io.coppice.servicekit.task.Step;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What guests ask of storage: their disks, made with a task's mark, kept when the task is over, removed. */
public final class VmDisks {
    private final Calls calls;
    private final Caller self;

    /** @param self as which storage is asked: who asked for the guest has been checked before */
    public VmDisks(Calls calls, Caller self) {
        this.calls = calls;
        this.self = self;
    }

    /** The volumes that bear the guest's number, on all storages. */
    public Set<VolumeId> of(Vmid vmid) {
        VolumesInternalApi.Volumes found = Objects.requireNonNull(
                calls.call(VolumesInternalApi.OF_GUEST, new VolumesInternalApi.OfGuest(vmid), self));
        return new LinkedHashSet<>(found.volumes());
    }

    /**
     * Names that new disks must not have.
     *
     * @param formats of the disks that are to be made; without any, nobody needs to be asked
     */
    public Set<String> taken(Vmid vmid, Map<String, String> formats) {
        return formats.isEmpty() ? Set.of() : names(vmid);
    }

    public Set<String> names(Vmid vmid) {
        Set<String> names = new LinkedHashSet<>();
        of(vmid).forEach(v -> names.add(v.name()));
        return names;
    }

    /**
     * Looks before anything begins: the storage of each disk that is to be made, and each volume that is named and is not
     * among the known, must be there.
     *
     * @param known volumes that the guest has already, which are not looked at
     * @return the format of each disk that is to be made, by its option
     */
    public Map<String, String> requireThere(Map<String, String> options, Set<VolumeId> known) {
        Map<String, String> formats = new LinkedHashMap<>();
        options.forEach((name, text) -> Drive.of(name, text).ifPresent(d -> {
            Optional<Drive.ToMake> make = d.toMake();
            if (make.isPresent()) {
                StorageId storage = new StorageId(make.get().storage());
                VolumesInternalApi.Looked looked = Objects.requireNonNull(calls.call(
                        VolumesInternalApi.LOOK, new VolumesInternalApi.Look(storage, d.text("format")), self));
                formats.put(name, looked.format());
            } else {
                d.volume()
                        .filter(v -> !known.contains(v) && !v.name().equals("cloudinit"))
                        .ifPresent(v -> calls.call(VolumesInternalApi.OPEN, new VolumesInternalApi.OfVolume(v), self));
            }
        }));
        return formats;
    }

    /** One step for each; its undo removes only what bears the mark. */
    public List<Step> make(List<NewDisk> disks, Vmid vmid, String mark) {
        return disks.stream()
                .map(d -> Step.step(
                        "make " + d.option(),
                        progress ->
                                progress.log(d.option() + ": successfully created disk '" + made(d, vmid, mark) + "'"),
                        progress -> free(d.volume(vmid), Optional.of(mark))))
                .toList();
    }

    private VolumeId made(NewDisk d, Vmid vmid, String mark) {
        VolumesInternalApi.Allocate wish = new VolumesInternalApi.Allocate(
                new StorageId(d.storage()), vmid, d.kib(), Optional.of(d.format()), Optional.of(d.name()), mark);
        return Objects.requireNonNull(calls.call(VolumesInternalApi.ALLOCATE, wish, self))
                .volume();
    }

    /** The task that made them is over. */
    public void keep(List<NewDisk> disks, Vmid vmid) {
        disks.forEach(d -> calls.call(VolumesInternalApi.KEEP, new VolumesInternalApi.Keep(d.volume(vmid)), self));
    }

    public void free(VolumeId volume) {
        free(volume, Optional.empty());
    }

    private void free(VolumeId volume, Optional<String> mark) {
        calls.call(VolumesInternalApi.FREE, new VolumesInternalApi.Free(volume, mark), self);
    }
}
