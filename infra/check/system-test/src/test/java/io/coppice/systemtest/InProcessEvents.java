package io.coppice.systemtest;

import io.coppice.contract.event.GuestEvents;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import io.coppice.node.event.EventRoutes;
import io.coppice.node.event.HistoryShipper;
import io.coppice.node.event.TruthStates;
import io.coppice.servicekit.event.EventLogs;
import io.coppice.servicekit.event.Happening;
import io.coppice.servicekit.event.Outbox;
import io.coppice.servicekit.feed.FeedServer;
import io.coppice.servicekit.feed.LocalFeed;
import io.coppice.servicekit.serve.Routes;
import io.coppice.store.Store;
import io.coppice.store.socket.Peers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A node's real logs of events and its real feed on its socket, in the test's own process. */
final class InProcessEvents implements AutoCloseable {
    private final NodeName here;
    private final Path folder;
    private final EventLogs logs;
    private final Outbox outbox;
    private final List<AutoCloseable> open = new ArrayList<>();

    InProcessEvents(NodeName here, Store store, Path folder) throws Exception {
        this.here = here;
        this.folder = Files.createDirectories(folder);
        this.logs = new EventLogs(folder);
        this.outbox = new Outbox(folder.resolve("compute"), "compute", here, InstantSource.system());
        outbox.onEvent(logs::wake);
        open.add(outbox);
        HistoryShipper history =
                new HistoryShipper(store, here, folder.resolve("config"), logs::wake, InstantSource.system()).start();
        open.add(history);
        LocalFeed feed = new LocalFeed(
                logs,
                () -> store.image().revision().toString(),
                new TruthStates(store, here, logs, history, vmid -> Optional.empty(), InstantSource.system()));
        open.add(FeedServer.listen(feed, socket(), Peers.own()));
    }

    Path socket() {
        return folder.resolve("feed.sock");
    }

    EventLogs logs() {
        return logs;
    }

    Routes routes() {
        return new EventRoutes(logs).routes();
    }

    /** A guest was started; whoever may see it is told. */
    void started(int vmid) {
        outbox.happened(
                Happening.of(GuestEvents.STARTED, new GuestEvents.Guest(new Vmid(vmid), here, "qemu"), "root@pam"));
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }
}
