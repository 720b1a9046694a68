package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * {@code fence_pve} on a node's host, which asks that node.
 *
 * @param folder where it runs
 */
record FencingAgent(ClusterRig rig, Path folder, int asked) {
    /**
     * How it ends when it is asked for a VM's state, told where the VM is and not told; where it is not installed, that is
     * said.
     *
     * @param exit 0 where the VM is on, 2 where it is off, 1 where the agent knows neither
     * @param text that it says
     */
    void says(int exit, String text, String node, int vmid) throws Exception {
        if (!Programs.has("fence_pve")) {
            System.out.println("fence_pve is not installed: no fencing agent was asked");
            return;
        }
        for (String where : List.of("--pve-node=" + node, "--pve-node-auto")) {
            Programs.Ended ended = rig.beside(
                    asked,
                    folder,
                    Map.of(),
                    "fence_pve",
                    "--ip=127.0.0.1",
                    "--ipport=8006",
                    "--ssl-insecure",
                    "--username=admin@pve",
                    "--password=" + ClusterRig.PASSWORD,
                    where,
                    "--plug=" + vmid,
                    "-o",
                    "status");
            assertEquals(exit, ended.exit(), () -> where + ": " + ended.output());
            assertTrue(ended.output().contains(text), () -> where + ": " + ended.output());
        }
    }
}
