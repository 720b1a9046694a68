package io.coppice.node.link;

import io.coppice.contract.word.NodeName;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the cluster port open while this node is on the roster: a node that is alone listens for nobody. */
public final class ClusterPort implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterPort.class);
    private static final long AGAIN_MILLIS = 2_000;
    private final ReentrantLock one = new ReentrantLock();
    private final Vertx vertx;
    private final NodeName here;
    private final Opening opening;
    private final Roster roster;
    private @Nullable LinkServer server;
    private boolean closed;

    /** What opens it. */
    @FunctionalInterface
    public interface Opening {
        LinkServer open() throws IOException;
    }

    /**
     * @param host to listen on
     * @param paths what stands behind it
     */
    public static Opening at(
            Vertx vertx, String host, int port, LinkKey key, Roster roster, Map<String, LinkServer.Behind> paths) {
        return () -> LinkServer.listen(vertx, host, port, key, roster, paths);
    }

    public ClusterPort(Vertx vertx, NodeName here, Roster roster, Opening opening) {
        this.vertx = vertx;
        this.here = here;
        this.opening = opening;
        this.roster = roster;
        roster.onChange(this::follow);
        follow();
    }

    private void follow() {
        one.lock();
        try {
            boolean wanted = !closed && roster.named(here).isPresent();
            if (wanted && server == null) {
                open();
            } else if (!wanted && server != null) {
                server.close();
                server = null;
            }
        } finally {
            one.unlock();
        }
    }

    /** Shows the certificate that lies there now to connections to come; those that are open stay. */
    public void showAnew() {
        one.lock();
        try {
            if (server != null) {
                server.showAnew();
            }
        } finally {
            one.unlock();
        }
    }

    private void open() {
        try {
            server = opening.open();
        } catch (IOException e) {
            LOG.error("{}; it is tried again", e.getMessage(), e);
            vertx.setTimer(
                    AGAIN_MILLIS,
                    again -> vertx.executeBlocking(() -> {
                        follow();
                        return true;
                    }));
        }
    }

    @Override
    public void close() {
        one.lock();
        try {
            closed = true;
        } finally {
            one.unlock();
        }
        follow();
    }
}
