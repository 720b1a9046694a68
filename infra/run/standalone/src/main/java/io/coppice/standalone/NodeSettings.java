package io.coppice.standalone;

import io.coppice.compute.probe.Accelerators;
import io.coppice.servicekit.config.Default;
import java.util.Optional;

/**
 * What an administrator sets for this node, in {@code DIR/coppice.conf}, {@code key = value}. Read when the node starts.
 *
 * @param accelerator what guests run on; {@code auto} tries KVM and takes it where it is real
 * @param kafka where events go
 */
record NodeSettings(@Default("auto") Accelerators.Choice accelerator, Kafka kafka) {
    /**
     * @param bootstrap {@code host:port,…} of a Kafka of the administrator's own; empty: the one that the command starts
     *     beside the node
     */
    record Kafka(Optional<String> bootstrap) {}
}
