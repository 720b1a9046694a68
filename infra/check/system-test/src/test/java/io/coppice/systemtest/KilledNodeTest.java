package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a node's processes while clients change things, at moments from a printed seed: {@code -Dcoppice.crash.seed=N}
 * repeats them, {@code -Dcoppice.crash.kills=100} is the long form,
 * {@code -Dcoppice.crash.split=true} kills a node whose services have a process each. What was acknowledged is there, what was refused is
 * not, tasks end as they say, nothing half-made stays, and a running guest does not notice.
 */
class KilledNodeTest {
    private static final long SEED = Long.getLong("coppice.crash.seed", System.nanoTime());
    private static final int KILLS = Integer.getInteger("coppice.crash.kills", 4);
    private static final boolean SPLIT = Boolean.getBoolean("coppice.crash.split");
    private static final int WORKERS = 4;
    private static final int RUNNING = 100;

    @TempDir
    Path folder;

    private final Ledger ledger = new Ledger();

    @Test
    void what_was_acknowledged_outlives_kills() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "a node is started by root");
        assumeTrue(Programs.has("qemu-system-x86_64") && Programs.has("xorriso"), "there is no QEMU or no xorriso");
        Random random = new Random(SEED);
        String[] options = SPLIT ? new String[] {"--split"} : new String[0];
        String[] processes = (SPLIT ? "node auth storage compute gateway" : "node gateway").split(" ");
        try (RunningNode node = RunningNode.up(folder.resolve("data"), options);
                SerialConsole console = SerialConsole.of(node, RUNNING)) {
            ApiClient api = node.admin();
            String name = node.name();
            long guest = startGuest(api, name);
            console.awaitText(BootSector.GREETING.strip(), Duration.ofSeconds(60));
            assertEquals(
                    200,
                    api.post("/access/users", Map.of("userid", "holder@pve")).status());
            List<Worker> workers = new ArrayList<>();
            for (int i = 0; i < WORKERS; i++) {
                workers.add(new Worker(node.admin(), name, ledger, i));
            }
            for (int kill = 0; kill < KILLS; kill++) {
                String victim = victim(processes, random);
                String what = "kill " + kill + " of " + victim + ", -Dcoppice.crash.seed=" + SEED;
                workAndKill(node, workers, victim, random);
                int unanswered = ledger.unknown();
                node.start();
                settleTasks(api, name);
                NodeContents found = NodeContents.of(api, name, node.data());
                List<String> wrong = new ArrayList<>(ledger.compare(found.things()));
                wrong.addAll(found.wrong());
                assertEquals(List.of(), wrong, what);
                workers.forEach(w -> w.goOnWith(found.things()));
                int heard = console.heard();
                Await.until(what + ": the guest goes on", Duration.ofSeconds(30), () -> console.heard() > heard);
                assertEquals(guest, pid(api, name), what);
                System.out.println(what + ": " + ledger.acknowledged() + " acknowledged so far, " + unanswered
                        + " were open, " + found.things().size() + " things there");
            }
            assertTrue(ledger.acknowledged() > KILLS, "the workers did nothing");
            assertEquals("OK", api.task(api.post("/nodes/" + name + "/qemu/" + RUNNING + "/status/stop", Map.of())));
        }
    }

    /** One of the processes, or all of them at once. */
    private static String victim(String[] processes, Random random) {
        int which = random.nextInt(processes.length + 1);
        return which == processes.length ? String.join(" ", processes) : processes[which];
    }

    private void workAndKill(RunningNode node, List<Worker> workers, String victim, Random random) throws Exception {
        AtomicBoolean end = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Worker worker : workers) {
                Random own = new Random(random.nextLong());
                threads.submit(() -> worker.work(own, end::get));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500 + random.nextInt(3500)));
            for (String process : victim.split(" ")) {
                long pid = node.pid(process);
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
                Await.until(
                        "the end of " + process,
                        Duration.ofSeconds(20),
                        () -> ProcessHandle.of(pid)
                                .filter(ProcessHandle::isAlive)
                                .isEmpty());
            }
            end.set(true);
        }
    }

    /** Waits until no task is at work, and lets the end of those that were accepted decide. */
    private void settleTasks(ApiClient api, String name) throws Exception {
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

    private long startGuest(ApiClient api, String name) throws Exception {
        String storage = "/nodes/" + name + "/storage/local/upload";
        Path iso = BootSector.iso(folder);
        assertEquals("OK", api.task(api.upload(storage, Map.of("content", "iso"), iso)));
        Map<String, Object> options = Map.of(
                "vmid",
                RUNNING,
                "memory",
                32,
                "serial0",
                "socket",
                "boot",
                "order=ide2",
                "ide2",
                "local:iso/" + iso.getFileName() + ",media=cdrom");
        assertEquals("OK", api.task(api.post("/nodes/" + name + "/qemu", options)));
        assertEquals("OK", api.task(api.post("/nodes/" + name + "/qemu/" + RUNNING + "/status/start", Map.of())));
        return pid(api, name);
    }

    private static long pid(ApiClient api, String name) throws Exception {
        JsonNode now = api.get("/nodes/" + name + "/qemu/" + RUNNING + "/status/current")
                .data();
        assertEquals("running", now.path("status").asText(), now::toString);
        return now.path("pid").asLong();
    }
}
