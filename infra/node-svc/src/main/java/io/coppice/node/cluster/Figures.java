package io.coppice.node.cluster;

import io.coppice.contract.word.Vmid;
import java.util.Map;
import java.util.Optional;

/** Live figures, as their owners published them; empty when there are none or they are old. */
public interface Figures {
    /** {@code status, cpu, mem, maxdisk, uptime, netin…} by name. */
    Optional<Map<String, Object>> guest(Vmid vmid);

    /** {@code status, disk, maxdisk} by name. */
    Optional<Map<String, Object>> storage(String node, String storage);
}
