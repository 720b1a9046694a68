package io.coppice.node.event;

import io.coppice.contract.word.NodeName;
import io.coppice.node.link.Links;
import io.coppice.servicekit.event.LogReader;
import io.coppice.servicekit.reconcile.Reconciler;
import io.coppice.store.seen.RevisionGate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the logs of all other nodes, as long as each is in reach, into copies on this one. What readers find here of
 * another node happened when the truth was no further than this node has seen it: as with this node's own events.
 */
public final class OtherLogs implements Reconciler, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OtherLogs.class);
    private static final Duration AGAIN = Duration.ofMillis(500);

    /** So long is the truth waited for; a node that is cut off from it tells late, and does not stay silent. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Asks others;
    private final Path folder;
    private final RevisionGate truth;
    private final Runnable afterwards;
    private final InstantSource clock;
    private final Map<NodeName, Thread> followers = new HashMap<>();
    private boolean closed;

    /** How another node is asked. */
    interface Asks {
        /** Blocks until it is answered. */
        String ask(NodeName node, String question) throws IOException, InterruptedException;

        /** The others that belong to the cluster. */
        Iterable<NodeName> all();
    }

    OtherLogs(Asks others, Path folder, RevisionGate truth, Runnable afterwards, InstantSource clock) {
        this.others = others;
        this.folder = folder;
        this.truth = truth;
        this.afterwards = afterwards;
        this.clock = clock;
    }

    /**
     * @param folder of the copies
     * @param truth as it is known here; stays the caller's to close
     * @param afterwards called when something was copied
     */
    public static OtherLogs over(
            Links links, Path folder, RevisionGate truth, Runnable afterwards, InstantSource clock) {
        Asks asks = new Asks() {
            @Override
            public String ask(NodeName node, String question) throws IOException, InterruptedException {
                return links.ask(node, LogsDoor.PATH, question, LogsDoor.WAIT.multipliedBy(3));
            }

            @Override
            public Iterable<NodeName> all() {
                return links.others();
            }
        };
        return new OtherLogs(asks, folder, truth, afterwards, clock);
    }

    /** Begins to follow who is new, and leaves who is gone; what was copied of them stays until it is old. */
    @Override
    public synchronized void reconcile() {
        if (closed) {
            return;
        }
        Map<NodeName, Thread> gone = new HashMap<>(followers);
        for (NodeName node : others.all()) {
            gone.remove(node);
            Thread known = followers.get(node);
            if (known == null || !known.isAlive()) {
                followers.put(node, Thread.ofVirtual().name("events-of-" + node).start(() -> follow(node)));
            }
        }
        // until it has ended the copies are its own, also when the node is back
        gone.forEach((node, thread) -> {
            thread.interrupt();
            if (!thread.isAlive()) {
                followers.remove(node);
            }
        });
    }

    private void follow(NodeName node) {
        try (LogCopies copies = new LogCopies(folder, node, clock)) {
            while (!Thread.interrupted()) {
                try {
                    take(copies, others.ask(node, copies.next().toString()));
                } catch (IOException e) {
                    LOG.debug("what node '{}' tells comes later: {}", node, e.getMessage());
                    Thread.sleep(AGAIN);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            LOG.error("what node '{}' tells cannot be kept; trying again", node, e);
        }
    }

    /** What is given out of the copy is forced to disk by who reads it. */
    void take(LogCopies copies, String answer) throws IOException, InterruptedException {
        for (String line : answer.split("\n")) {
            String[] fields = line.split("\t", 4);
            switch (fields[0]) {
                case "seen" -> awaitSeen(fields[1]);
                case "log" -> copies.goOn(fields[1], Long.parseLong(fields[2]));
                case "line" -> copies.add(fields[1], new LogReader.Line(Long.parseLong(fields[2]), fields[3]));
                default -> {}
            }
        }
        if (!answer.isEmpty()) {
            afterwards.run();
        }
    }

    /** What was told before another incarnation began comes never, and is not waited for. */
    private void awaitSeen(String text) throws InterruptedException {
        truth.await(image -> !truth.isBehind(text), PATIENCE);
    }

    @Override
    public synchronized void close() throws InterruptedException {
        closed = true;
        for (Thread thread : followers.values()) {
            thread.interrupt();
        }
        for (Thread thread : followers.values()) {
            thread.join(Duration.ofSeconds(5));
        }
    }
}
