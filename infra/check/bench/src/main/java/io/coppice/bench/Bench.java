package io.coppice.bench;

import java.nio.file.Files;
import java.nio.file.Path;

/** One thing that is measured, beside what anybody can install. */
@FunctionalInterface
interface Bench {
    /**
     * @throws Exception where it cannot be measured; a figure that misses its aim is a line of the table
     */
    void run(Where where, Table table) throws Exception;

    /**
     * What of the machine a bench may use.
     *
     * @param scratch a folder that only benches use
     * @param port the node's; the next one is the reference's
     * @param vmid the guest that is started
     * @param seconds of load for each figure
     */
    record Where(Path scratch, int port, int vmid, int seconds) {
        /** A node that was never started, on a new folder. */
        BenchNode node(String name) throws Exception {
            // not a temporary one: the gateway's user has to get through
            Path folder = Files.createDirectory(scratch.resolve(name + System.nanoTime()));
            return new BenchNode(folder.resolve("data"), port);
        }
    }
}
