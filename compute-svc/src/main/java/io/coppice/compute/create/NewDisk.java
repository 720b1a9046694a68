package io.coppice.compute.create;

import io.coppice.contract.word.StorageId;
import io.coppice.contract.word.Vmid;
import io.coppice.contract.word.VolumeId;

/** A disk to be made; its name is chosen before its task begins, so that a task that runs again makes no second one. */
public record NewDisk(String option, String storage, long kib, String format, String name) {
    public VolumeId volume(Vmid vmid) {
        return new VolumeId(new StorageId(storage), vmid + "/" + name);
    }

    /** {@code 8G}, {@code 512M}, {@code 100K}. */
    public String size() {
        if (kib % (1 << 20) == 0) {
            return (kib >> 20) + "G";
        }
        return kib % 1024 == 0 ? (kib >> 10) + "M" : kib + "K";
    }
}
