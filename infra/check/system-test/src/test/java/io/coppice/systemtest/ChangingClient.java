package io.coppice.systemtest;

import io.coppice.systemtest.ApiClient.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

/** One client that changes users, volumes and a VM without pause; what was acknowledged must be told. */
final class ChangingClient implements Runnable {
    static final int VMID = 100;
    private static final int SWITCH_EVERY = 5;
    private final ApiClient api;
    private final String node;
    private final Set<String> facts = new TreeSet<>();
    private final List<String> wrong = new ArrayList<>();
    private Duration longest = Duration.ZERO;
    private String slowest = "";
    private int starts;
    private int stops;
    private volatile int acknowledged;
    private volatile boolean away;
    private volatile boolean end;

    ChangingClient(ApiClient api, String node) {
        this.api = api;
        this.node = node;
    }

    /** While the node is away, no answer is no fault. */
    void away(boolean now) {
        away = now;
    }

    void end() {
        end = true;
    }

    @Override
    public void run() {
        for (int round = 1; !end; round++) {
            try {
                round(round);
            } catch (Unanswered e) {
                try {
                    recover();
                } catch (Exception x) {
                    wrong.add("after the node was away: " + x);
                    return;
                }
            } catch (Exception e) {
                wrong.add("round " + round + ": " + e);
            }
        }
    }

    private void round(int round) throws Exception {
        String user = "e" + round + "@pve";
        String value = "v" + round;
        String path = "user.cfg:user:" + user + " ";
        change(path + "created", "a user", () -> api.post("/access/users", Map.of("userid", user)));
        change(path + value, "a user", () -> api.put("/access/users/" + user, Map.of("comment", value)));
        change(
                "nodes/" + node + "/qemu-server/" + VMID + ".conf " + value,
                "the VM",
                () -> api.put(qemu() + "/config", Map.of("description", value)));
        if (round % SWITCH_EVERY == 0) {
            String file = "vm-" + VMID + "-disk-" + round + ".raw";
            change(
                    "local:" + VMID + "/" + file + " allocated",
                    "a volume",
                    () -> api.post(
                            "/nodes/" + node + "/storage/local/content",
                            Map.of("vmid", VMID, "filename", file, "size", "1M")));
            starts += task("start");
            stops += task("stop");
        }
        change(path + "deleted", "a user", () -> api.delete("/access/users/" + user));
    }

    /** @return 1 when it went well */
    private int task(String verb) throws Exception {
        String upid = call(verb, () -> api.post(qemu() + "/status/" + verb, Map.of()))
                .data()
                .asText();
        facts.add(upid + " accepted");
        facts.add(upid + " ended");
        String exit = "";
        while (exit.isEmpty()) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            exit = call("the task's status", () -> api.get("/nodes/" + node + "/tasks/" + upid + "/status"))
                    .data()
                    .path("exitstatus")
                    .asText();
        }
        if (!exit.equals("OK")) {
            wrong.add(verb + " ended with " + exit);
            return 0;
        }
        return 1;
    }

    private void change(String fact, String what, Call call) throws Exception {
        call(what, call);
        facts.add(fact);
        acknowledged++;
    }

    private interface Call {
        Reply send() throws Exception;
    }

    /** The node is away. */
    private static final class Unanswered extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private Reply call(String what, Call call) throws Exception {
        boolean was = away;
        long begin = System.nanoTime();
        Reply reply;
        try {
            reply = call.send();
        } catch (IOException e) {
            if (was || away) {
                throw new Unanswered();
            }
            throw e;
        }
        if (reply.status() != 200) {
            if (was || away) {
                throw new Unanswered();
            }
            throw new IOException(what + " answered " + reply);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        if (!was && !away && took.compareTo(longest) > 0) {
            longest = took;
            slowest = what;
        }
        return reply;
    }

    /** A task that was cut short is ended first, so that nobody's lock is met; the VM is off then, as rounds begin. */
    private void recover() throws Exception {
        Await.until("the node is back", Duration.ofMinutes(15), () -> !away);
        Await.until(
                "tasks end",
                Duration.ofMinutes(2),
                () -> api.get("/nodes/" + node + "/tasks?source=active").data().isEmpty());
        if (api.get(qemu() + "/status/current").data().path("status").asText().equals("running")) {
            stops += task("stop");
        }
    }

    private String qemu() {
        return "/nodes/" + node + "/qemu/" + VMID;
    }

    /** How many changes were acknowledged so far. */
    int acknowledged() {
        return acknowledged;
    }

    /** The rest is to be asked when it has ended. */
    Set<String> facts() {
        return facts;
    }

    List<String> wrong() {
        return wrong;
    }

    int starts() {
        return starts;
    }

    int stops() {
        return stops;
    }

    Duration longest() {
        return longest;
    }

    String slowest() {
        return slowest;
    }
}
