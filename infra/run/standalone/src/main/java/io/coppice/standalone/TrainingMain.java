package io.coppice.standalone;

import java.io.IOException;
import java.nio.file.Path;

/** The node's process, run once for the cache of classes; beside it, what only members of a cluster do. */
public final class TrainingMain {
    private TrainingMain() {}

    public static void main(String... argv) throws IOException, InterruptedException {
        Path beside = Arguments.parse(argv).data().resolveSibling("members");
        Thread.ofPlatform().daemon().name("training").start(() -> {
            try {
                TrainedMember.two(beside);
            } catch (Exception e) {
                System.err.println("members of a cluster start slower: " + e);
            }
        });
        NodeMain.main(argv);
    }
}
