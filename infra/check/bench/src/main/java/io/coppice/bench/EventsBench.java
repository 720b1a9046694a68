package io.coppice.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * From an acknowledged change of a guest to the event at each of many subscribers: server-sent events through a real gateway,
 * changes made through the API. It begins when the answer to the change has come, which is never before the change was
 * committed, so that an event that overtakes the answer counts as nothing; the same from when the request was sent stands
 * beside it.
 */
final class EventsBench implements Bench {
    private static final int SUBSCRIBERS = Integer.getInteger("coppice.bench.subscribers", 1_000);
    private static final int CHANGES = 100;
    private static final int PAUSE_MILLIS = 100;
    private static final int MOST_MILLIS = 100;
    private static final Duration ARRIVAL = Duration.ofSeconds(60);
    private static final int GUEST = 300;

    @Override
    public void run(Where where, Table table) throws Exception {
        try (BenchNode node = where.node("events").up()) {
            Api api = node.api();
            api.task("POST", "/nodes/" + BenchNode.name() + "/qemu", Map.of("vmid", GUEST, "memory", 16));
            // numbers of changes go on, since a stream may begin with the one before
            measure(table, node, api, 1, 0);
            measure(table, node, api, SUBSCRIBERS, CHANGES + 1);
        }
    }

    private static void measure(Table table, BenchNode node, Api api, int subscribers, int first) throws Exception {
        long without = node.pssMib("gateway");
        try (Subscribers all =
                new Subscribers(node, subscribers, "?type=config.guest-changed&object=*/" + GUEST + ".conf")) {
            change(api, first);
            all.await(first, ARRIVAL);
            long with = node.pssMib("gateway");
            double cpu = node.cpuMillis();
            List<Long> sent = new ArrayList<>();
            List<Long> acknowledged = new ArrayList<>();
            for (int i = first + 1; i <= first + CHANGES; i++) {
                sent.add(System.nanoTime());
                change(api, i);
                acknowledged.add(System.nanoTime());
                Thread.sleep(PAUSE_MILLIS);
            }
            all.await(first + CHANGES, ARRIVAL);
            double used = node.cpuMillis() - cpu;
            Timings since = waited(all, first, acknowledged);
            String what = "event at " + subscribers + " subscribers";
            table.row(
                    what + ", from the change's answer",
                    since + String.format(Locale.ROOT, " cpu %.0f ms a change", used / CHANGES),
                    "from its request " + waited(all, first, sent),
                    "p99 " + MOST_MILLIS + " ms",
                    since.millis(0.99) < MOST_MILLIS);
            table.row(
                    "gateway's memory with " + subscribers,
                    with + " MiB, after " + CHANGES + " events each " + node.pssMib("gateway") + " MiB",
                    "without " + without + " MiB");
        }
    }

    private static void change(Api api, int number) throws IOException, InterruptedException {
        api.call(
                "PUT",
                "/nodes/" + BenchNode.name() + "/qemu/" + GUEST + "/config",
                Map.of("description", "bench-" + number));
    }

    /** Of each change at each subscriber, but for the first change, which is there to warm up. */
    private static Timings waited(Subscribers all, int first, List<Long> begun) {
        List<Long> nanos = new ArrayList<>();
        for (Map<Integer, Long> arrivals : all.arrivals()) {
            for (int i = 0; i < begun.size(); i++) {
                long from = begun.get(i);
                nanos.add(Math.max(0, arrivals.getOrDefault(first + 1 + i, Long.MAX_VALUE) - from));
            }
        }
        return Timings.of(nanos);
    }
}
