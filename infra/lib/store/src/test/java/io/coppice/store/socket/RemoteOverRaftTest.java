package io.coppice.store.socket;

import io.coppice.contract.word.NodeName;
import io.coppice.store.Store;
import io.coppice.store.raft.StoreOptions;
import io.coppice.store.raft.Stores;
import java.io.IOException;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class RemoteOverRaftTest extends RemoteDoorTest {
    @Override
    Store behind() throws IOException {
        return Stores.open(
                dir.resolve("store"), new NodeName("pve1"), StoreOptions.usual().withMinFreeBytes(0));
    }
}
