package io.coppice.compute.restore;

import io.coppice.compute.create.NewDisk;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.task.Progress;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The door to new disks' content. */
interface Filler {
    /**
     * What goes where.
     *
     * @param archive absolute path
     * @param devices the archive's numbers, by option
     * @param kibPerSecond 0 for no limit
     */
    record Content(String archive, List<NewDisk> disks, Map<String, Integer> devices, long kibPerSecond) {
        public Content {
            disks = List.copyOf(disks);
            devices = Map.copyOf(devices);
        }
    }

    /** May run again on disks that were filled in part, from the same archive. */
    void fill(Content content, Vmid vmid, Progress progress) throws IOException, InterruptedException;

    /** Ends what an earlier process left that fills a guest's disks. */
    void stop(Vmid vmid) throws IOException, InterruptedException;
}
