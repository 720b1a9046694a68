package io.coppice.store.socket;

import io.coppice.store.Store;
import io.coppice.store.memory.MemoryStore;

class RemoteOverMemoryTest extends RemoteDoorTest {
    @Override
    Store behind() {
        return new MemoryStore();
    }
}
