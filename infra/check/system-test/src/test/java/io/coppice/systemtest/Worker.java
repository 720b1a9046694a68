package io.coppice.systemtest;

import io.coppice.systemtest.ApiClient.Reply;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** One client that makes, changes and removes things of its own, from a seed, until an answer stays away. */
final class Worker {
    /** Guests have numbers from here on, volumes without a guest from {@link #VOLUMES} on; none is used twice. */
    static final int GUESTS = 1000;

    static final int VOLUMES = 500_000;

    /** What a {@code power:} thing is while its guest runs; else there is none. */
    static final String RUNS = "runs";

    private final ApiClient api;
    private final String node;
    private final Ledger ledger;
    private final int number;
    private final Map<String, String> mine = new LinkedHashMap<>();
    private int made;

    Worker(ApiClient api, String node, Ledger ledger, int number) {
        this.api = api;
        this.node = node;
        this.ledger = ledger;
        this.number = number;
    }

    /** Works until it is told to end or the node does not answer. */
    void work(Random random, BooleanSupplier end) {
        try {
            boolean goesOn = true;
            while (goesOn && !end.getAsBoolean()) {
                goesOn = one(random, end);
            }
        } catch (Exception e) {
            // no answer: what was under way stays unknown
        }
    }

    private boolean one(Random random, BooleanSupplier end) throws Exception {
        int kind = random.nextInt(5);
        boolean fresh = mine.size() < 6 || random.nextInt(3) == 0;
        if (fresh) {
            made++;
            return make(kind, number * 10_000 + made, end);
        }
        String thing = mine.keySet().stream()
                .skip(random.nextInt(mine.size()))
                .findFirst()
                .orElseThrow();
        return switch (random.nextInt(3)) {
            case 0 -> remove(thing, end);
            case 1 -> change(thing, "v" + ++made);
            default -> kind(thing).equals("guest") ? power(thing, end) : change(thing, "v" + ++made);
        };
    }

    private boolean make(int kind, int id, BooleanSupplier end) throws Exception {
        String value = "v" + made;
        return switch (kind) {
            case 0 ->
                now(
                        "user:u" + id + "@pve",
                        value,
                        form("POST", "/access/users", "userid", "u" + id + "@pve", "comment", value));
            case 1 ->
                now("token:t" + id, value, form("POST", "/access/users/admin@pve/token/t" + id, "comment", value));
            case 2 -> now("acl:/vms/" + (GUESTS + id), "there", acl("/vms/" + (GUESTS + id), 0));
            case 3 -> {
                String name = "vm-" + (VOLUMES + id) + "-disk-0.qcow2";
                yield now(
                        "volume:local:" + (VOLUMES + id) + "/" + name,
                        "there",
                        form("POST", content(), "vmid", VOLUMES + id, "filename", name, "size", "1M"));
            }
            default ->
                later(
                        "guest:" + (GUESTS + id),
                        value,
                        end,
                        form(
                                "POST",
                                qemu(),
                                "vmid",
                                GUESTS + id,
                                "memory",
                                16,
                                "description",
                                value,
                                "scsi0",
                                "local:1,format=qcow2"));
        };
    }

    private boolean change(String thing, String value) throws Exception {
        String name = name(thing);
        return switch (kind(thing)) {
            case "user" -> now(thing, value, form("PUT", "/access/users/" + name, "comment", value));
            case "token" -> now(thing, value, form("PUT", "/access/users/admin@pve/token/" + name, "comment", value));
            case "guest" -> now(thing, value, form("PUT", qemu() + "/" + name + "/config", "description", value));
            // refused, and so never seen
            default ->
                now(
                        "user:" + number + "bad@pve",
                        value,
                        form("POST", "/access/users", "userid", number + "bad@pve", "email", "none"));
        };
    }

    /** Starts a guest that is stopped, stops one that runs. */
    private boolean power(String guest, BooleanSupplier end) throws Exception {
        String power = "power:" + name(guest);
        boolean runs = mine.containsKey(power);
        Call call = form("POST", qemu() + "/" + name(guest) + "/status/" + (runs ? "stop" : "start"));
        return later(power, runs ? Ledger.NOTHING : RUNS, end, call);
    }

    private boolean remove(String thing, BooleanSupplier end) throws Exception {
        if (kind(thing).equals("guest") && mine.containsKey("power:" + name(thing))) {
            return power(thing, end); // one that runs is not destroyed
        }
        String name = name(thing);
        return switch (kind(thing)) {
            case "user" -> now(thing, Ledger.NOTHING, form("DELETE", "/access/users/" + name));
            case "token" -> now(thing, Ledger.NOTHING, form("DELETE", "/access/users/admin@pve/token/" + name));
            case "acl" -> now(thing, Ledger.NOTHING, acl(name, 1));
            case "power" -> power("guest:" + name, end);
            case "volume" -> later(thing, Ledger.NOTHING, end, form("DELETE", content() + "/" + name));
            default -> later(thing, Ledger.NOTHING, end, form("DELETE", qemu() + "/" + name));
        };
    }

    private interface Call {
        Reply send() throws Exception;
    }

    private boolean now(String thing, String wanted, Call call) throws Exception {
        Ledger.Change change = ledger.begin(thing, wanted);
        Reply reply = call.send();
        if (reply.status() == 200) {
            ledger.done(change);
            keep(thing, wanted);
        } else if (definite(reply)) {
            ledger.refused(change, reply.toString());
        }
        return definite(reply);
    }

    private boolean later(String thing, String wanted, BooleanSupplier end, Call call) throws Exception {
        Ledger.Change change = ledger.begin(thing, wanted);
        Reply reply = call.send();
        if (reply.status() != 200) {
            if (definite(reply)) {
                ledger.refused(change, reply.toString());
            }
            return definite(reply);
        }
        String upid = reply.data().asText();
        ledger.taken(change, upid);
        // a change that nobody waited for to the end must not be followed by another one of the same thing
        mine.remove(thing);
        while (!end.getAsBoolean()) {
            Reply status = api.get("/nodes/" + node + "/tasks/" + upid + "/status");
            if (status.status() != 200) {
                return false;
            }
            if (status.data().path("status").asText().equals("stopped")) {
                String exit = status.data().path("exitstatus").asText();
                ledger.ended(upid, exit);
                if (exit.equals("OK")) {
                    keep(thing, wanted);
                }
                return true;
            }
            Await.aMoment();
        }
        return false;
    }

    private void keep(String thing, String wanted) {
        if (wanted.equals(Ledger.NOTHING)) {
            mine.remove(thing);
        } else {
            mine.put(thing, wanted);
        }
    }

    /** After a restart: what is there of what was mine. */
    void goOnWith(Map<String, String> found) {
        mine.keySet().retainAll(found.keySet());
        found.keySet().stream()
                .filter(thing -> kind(thing).equals("power") && mine.containsKey("guest:" + name(thing)))
                .forEach(thing -> mine.put(thing, RUNS));
    }

    /** 501 and above speak of a part that does not answer: it may have happened. */
    private static boolean definite(Reply reply) {
        return reply.status() == 200 || reply.status() >= 400 && reply.status() <= 500;
    }

    private Call acl(String path, int delete) {
        return form("PUT", "/access/acl", "path", path, "users", "holder@pve", "roles", "PVEAuditor", "delete", delete);
    }

    private Call form(String verb, String path, Object... pairs) {
        Map<String, Object> form = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            form.put((String) pairs[i], pairs[i + 1]);
        }
        return switch (verb) {
            case "POST" -> () -> api.post(path, form);
            case "PUT" -> () -> api.put(path, form);
            default -> () -> api.delete(path);
        };
    }

    private static String kind(String thing) {
        return thing.substring(0, thing.indexOf(':'));
    }

    private static String name(String thing) {
        return thing.substring(thing.indexOf(':') + 1);
    }

    private String qemu() {
        return "/nodes/" + node + "/qemu";
    }

    private String content() {
        return "/nodes/" + node + "/storage/local/content";
    }
}
