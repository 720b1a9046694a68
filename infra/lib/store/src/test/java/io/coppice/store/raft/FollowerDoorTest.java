package io.coppice.store.raft;

import io.coppice.store.Store;
import io.coppice.store.StoreDoorTest;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The store of a member that does not vote is a store like any other. */
@Execution(ExecutionMode.CONCURRENT)
class FollowerDoorTest extends StoreDoorTest {
    @TempDir
    Path dir;

    private Group group;

    @Override
    protected Store open() throws IOException {
        group = new Group(dir, Group.usual());
        group.found("a");
        return group.join("b");
    }

    @AfterEach
    void close_the_other() {
        group.close();
    }
}
