package io.coppice.systemtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.coppice.testkit.linear.Cell;
import io.coppice.testkit.linear.Cell.In;
import io.coppice.testkit.linear.Cell.Out;
import io.coppice.testkit.linear.Operation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A client that asks any node: it sets descriptions of guests under the digest that it has read, and holds VM IDs. What it
 * was told is written down; an answer that is neither a success nor a refusal that the truth has decided counts as none.
 */
final class ClusterClient {
    /** What all clients were told, by what they did it to. */
    static final class Told {
        final Map<String, List<Operation<In, Out>>> operations = new ConcurrentHashMap<>();
        final AtomicInteger answered = new AtomicInteger();
        final AtomicInteger unknown = new AtomicInteger();
        final AtomicInteger refused = new AtomicInteger();

        void add(String what, In in, Optional<Out> out, long called) {
            operations
                    .computeIfAbsent(what, w -> new CopyOnWriteArrayList<>())
                    .add(new Operation<>(in, out, called, System.nanoTime()));
            (out.isPresent() ? answered : unknown).incrementAndGet();
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FIRST_HELD = 5000;
    /** So many operations a VM ID, so that histories stay short. */
    private static final int ROTATE = 40;

    private final List<LocalApi> nodes;
    private final List<String> guests;
    private final Told told;
    private final String name;
    private final Random random;
    private int operations;

    /**
     * @param nodes the ways to each node, all with this client's token
     * @param guests paths of their configurations
     * @param name of the token, by which the truth knows who holds what
     */
    ClusterClient(List<LocalApi> nodes, List<String> guests, Told told, String name, long seed) {
        this.nodes = nodes;
        this.guests = guests;
        this.told = told;
        this.name = name;
        this.random = new Random(seed);
    }

    void run(BooleanSupplier over) {
        while (!over.getAsBoolean()) {
            operations++;
            switch (random.nextInt(6)) {
                case 0, 1 -> hold();
                case 2 -> release();
                default -> describe();
            }
            LockSupport.parkNanos(Duration.ofMillis(20 + random.nextInt(60)).toNanos());
        }
    }

    private LocalApi any() {
        return nodes.get(random.nextInt(nodes.size()));
    }

    /** What it has read may be old: then it is refused, and nothing has happened. */
    private void describe() {
        String guest = guests.get(random.nextInt(guests.size()));
        JsonNode read;
        try {
            read = read(any(), guest);
        } catch (IOException e) {
            return;
        }
        String next = name + "." + operations;
        In in = new In.CompareAndSet(description(read), next);
        long called = System.nanoTime();
        try {
            LocalApi.Answer answer = any().call(
                            "PUT",
                            guest,
                            Map.of(
                                    "description",
                                    next,
                                    "digest",
                                    read.path("digest").asText()));
            if (answer.status() == 200) {
                told.add(guest, in, Optional.of(new Out.Done()), called);
            } else if (answer.reason().contains("detected modified configuration")) {
                told.refused.incrementAndGet();
            } else {
                told.add(guest, in, Optional.empty(), called);
            }
        } catch (IOException e) {
            told.add(guest, in, Optional.empty(), called);
        }
    }

    static JsonNode read(LocalApi node, String guest) throws IOException {
        LocalApi.Answer answer = node.call("GET", guest, Map.of());
        if (answer.status() != 200) {
            throw new IOException(answer.status() + " " + answer.reason());
        }
        return JSON.readTree(answer.body()).path("data");
    }

    static String description(JsonNode config) {
        return config.path("description").asText(Cell.NONE).strip();
    }

    private int vmid() {
        return FIRST_HELD + operations / ROTATE;
    }

    private void hold() {
        int vmid = vmid();
        In in = new In.Take(name);
        long called = System.nanoTime();
        try {
            LocalApi.Answer answer = any().call("POST", "/coppice/vmids", Map.of("vmid", "" + vmid, "term", "3600"));
            if (answer.status() == 200) {
                told.add(key(vmid), in, Optional.of(new Out.Done()), called);
            } else if (answer.reason().contains("is reserved for somebody else")) {
                told.add(key(vmid), in, Optional.of(new Out.Refused()), called);
            } else {
                told.add(key(vmid), in, Optional.empty(), called);
            }
        } catch (IOException e) {
            told.add(key(vmid), in, Optional.empty(), called);
        }
    }

    /** That it is not reserved is what a node has seen, which may be old: nothing has happened then. */
    private void release() {
        int vmid = vmid();
        In in = new In.Free(name);
        long called = System.nanoTime();
        try {
            LocalApi.Answer answer = any().call("DELETE", "/coppice/vmids/" + vmid, Map.of());
            if (answer.status() == 200) {
                told.add(key(vmid), in, Optional.of(new Out.Done()), called);
            } else if (answer.reason().contains("is not reserved for you")) {
                told.refused.incrementAndGet();
            } else {
                told.add(key(vmid), in, Optional.empty(), called);
            }
        } catch (IOException e) {
            told.add(key(vmid), in, Optional.empty(), called);
        }
    }

    static String key(int vmid) {
        return "VM ID " + vmid;
    }
}
