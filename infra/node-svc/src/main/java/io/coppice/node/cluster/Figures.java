package io.coppice.node.cluster;

import io.coppice.contract.word.Vmid;
import java.util.Map;

/** Live figures, as their owners published them; of what is old, or out of reach, only that and since when. */
public interface Figures {
    /**
     * {@code status, cpu, mem, maxdisk, uptime, netin…} by name, while they are fresh; else status {@code unknown}, with
     * {@code asof} in Unix seconds where there was something once.
     *
     * @param inReach whether the guest's node is
     */
    Map<String, Object> guest(Vmid vmid, boolean inReach);

    /** {@code status, disk, maxdisk} by name, in the same way. */
    Map<String, Object> storage(String node, String storage, boolean inReach);
}
