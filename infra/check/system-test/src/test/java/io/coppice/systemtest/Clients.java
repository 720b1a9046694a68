package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** Clients that change a node while something happens to it, and then compare what is there with what they were told. */
final class Clients {
    private static final int WORKERS = 4;
    private static final Duration FIRST = Duration.ofMinutes(2);

    /** What befalls the node. */
    interface Blow {
        void fall() throws Exception;
    }

    /** How a node is reached. */
    interface Door {
        /** A client that is logged in anew. */
        ApiClient admin() throws Exception;

        /** The node's folder; empty where it is not on this machine. */
        Optional<Path> folder();
    }

    private final Door node;
    private final String name;
    private final Ledger ledger = new Ledger();
    private final List<Worker> workers = new ArrayList<>();

    Clients(Door node) throws Exception {
        this.node = node;
        this.name = node.admin().get("/nodes").data().get(0).path("node").asText();
        assertEquals(
                200,
                node.admin()
                        .post("/access/users", Map.of("userid", "holder@pve"))
                        .status());
        for (int i = 0; i < WORKERS; i++) {
            workers.add(new Worker(node.admin(), name, ledger, i));
        }
    }

    /**
     * Has all clients work; half a second to four after the first of their changes was acknowledged, the blow falls, and
     * whoever gets no answer ends.
     */
    void workUntil(Random random, Blow blow) throws Exception {
        workUntil(random, 4000, blow);
    }

    void workUntil(Random random, int mostMillis, Blow blow) throws Exception {
        AtomicBoolean end = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Worker worker : workers) {
                Random own = new Random(random.nextLong());
                threads.submit(() -> worker.work(own, end::get));
            }
            try {
                int before = ledger.acknowledged();
                Await.until("a change is acknowledged", FIRST, () -> ledger.acknowledged() > before);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500 + random.nextInt(mostMillis - 500)));
                blow.fall();
            } finally {
                end.set(true);
            }
        }
    }

    /** Waits until no task is at work, and fails unless all that is there is what may be. */
    void compare(String what, String... mayBeGone) throws Exception {
        int unanswered = ledger.unknown();
        settleTasks();
        for (String kind : mayBeGone) {
            ledger.mayBeGone(kind);
        }
        NodeContents found = NodeContents.of(node.admin(), name, node.folder());
        List<String> wrong = new ArrayList<>(ledger.compare(found.things()));
        wrong.addAll(found.wrong());
        assertEquals(List.of(), wrong, what);
        workers.forEach(w -> w.goOnWith(found.things()));
        System.out.println(what + ": " + ledger.acknowledged() + " acknowledged so far, " + unanswered + " were open, "
                + found.things().size() + " things there");
    }

    int acknowledged() {
        return ledger.acknowledged();
    }

    /** Waits until no task is at work, and lets the end of those that were accepted decide. */
    private void settleTasks() throws Exception {
        ApiClient api = node.admin();
        for (String upid : ledger.openTasks()) {
            Await.until(upid + " ends", Duration.ofSeconds(120), () -> {
                JsonNode status =
                        api.get("/nodes/" + name + "/tasks/" + upid + "/status").data();
                boolean stopped = status.path("status").asText().equals("stopped");
                if (stopped) {
                    ledger.ended(upid, status.path("exitstatus").asText());
                }
                return stopped;
            });
        }
        Await.until("no task is at work", Duration.ofSeconds(120), () -> {
            ApiClient.Reply active = api.get("/nodes/" + name + "/tasks?source=active");
            return active.status() == 200 && active.data().isEmpty();
        });
    }
}
