package io.coppice.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Small reads with a token, in turns with nginx's static answer, at 1, 16 and 64 kept connections. */
final class HttpBench implements Bench {
    private static final int ROUNDS = 2;
    private static final String NGINX = "nginx";
    private static final String VERSION = "/version";
    private static final String STATUS = "a running guest's status";

    /** The share of nginx's rate at 16 connections that each should reach. */
    private static final Map<String, Double> AIMS = Map.of(VERSION, 0.25, "a guest's config", 0.12, STATUS, 0.12);

    private static final double MOST_CPU_MILLIS = 0.15;

    /** Sums over rounds. */
    private static final class Sum {
        private double rate;
        private double p50;
        private double p99;
        private double cpu;
        private long answers;
        private long failed;

        void add(Wrk.Told told, double cpuMillis) {
            rate += told.rate() / ROUNDS;
            p50 += told.p50Millis() / ROUNDS;
            p99 += told.p99Millis() / ROUNDS;
            cpu += cpuMillis;
            answers += told.answers();
            failed += told.failed();
        }

        double cpuEach() {
            return cpu / Math.max(1, answers);
        }

        String text() {
            return String.format(
                    Locale.ROOT,
                    "%.0f/s p50 %.2f p99 %.2f ms%s%s",
                    rate,
                    p50,
                    p99,
                    cpu > 0 ? String.format(Locale.ROOT, " cpu %.3f ms", cpuEach()) : "",
                    failed > 0 ? " FAILED " + failed : "");
        }
    }

    @Override
    public void run(Where where, Table table) throws Exception {
        if (!Programs.has("wrk") || !Programs.has("nginx")) {
            table.skipped("http", "wrk and nginx are not both installed");
            return;
        }
        try (BenchNode node = where.node("http").up()) {
            Api api = node.api();
            String guests = "/nodes/" + BenchNode.name() + "/qemu";
            String guest = guests + "/" + where.vmid();
            api.task("POST", guests, Map.of("vmid", where.vmid(), "memory", 32, "name", "bench"));
            api.task("POST", guest + "/status/start", Map.of());
            try (Nginx nginx = Nginx.start(where.scratch().resolve("nginx"), where.port() + 1, node.certificate())) {
                String base = "https://127.0.0.1:" + where.port() + "/api2/json";
                Map<String, String> urls = new LinkedHashMap<>();
                urls.put(NGINX, nginx.url());
                urls.put(VERSION, base + VERSION);
                urls.put("a guest's config", base + guest + "/config");
                urls.put(STATUS, base + guest + "/status/current");
                measure(where, table, node, urls);
            } finally {
                api.task("POST", guest + "/status/stop", Map.of());
            }
        }
    }

    private void measure(Where where, Table table, BenchNode node, Map<String, String> urls) throws Exception {
        // a server is measured as it is after its first minute, when what it does most is compiled
        for (String url : urls.values()) {
            Wrk.run(url, 16, 6 * where.seconds(), node.token());
        }
        for (int connections : List.of(1, 16, 64)) {
            Map<String, Sum> sums = new LinkedHashMap<>();
            for (int round = 0; round < ROUNDS; round++) {
                for (Map.Entry<String, String> e : urls.entrySet()) {
                    double before = node.cpuMillis();
                    Wrk.Told told = Wrk.run(e.getValue(), connections, where.seconds(), node.token());
                    double cpu = e.getKey().equals(NGINX) ? 0 : node.cpuMillis() - before;
                    sums.computeIfAbsent(e.getKey(), k -> new Sum()).add(told, cpu);
                }
            }
            Sum nginx = sums.getOrDefault(NGINX, new Sum());
            sums.remove(NGINX);
            for (Map.Entry<String, Sum> e : sums.entrySet()) {
                if (!row(table, e.getKey(), connections, e.getValue(), nginx)) {
                    String url = urls.getOrDefault(e.getKey(), "");
                    table.why(e.getKey(), Profile.of(node, () -> Wrk.run(url, connections, 5, node.token())));
                }
            }
        }
    }

    private static boolean row(Table table, String what, int connections, Sum sum, Sum nginx) {
        double share = sum.rate / nginx.rate;
        double aim = AIMS.getOrDefault(what, 0.0);
        boolean cheap = !what.equals(VERSION) || sum.cpuEach() <= MOST_CPU_MILLIS;
        String figure = sum.text();
        String beside = "nginx " + nginx.text();
        String name = what + ", " + connections + (connections == 1 ? " connection" : " connections");
        String aims = String.format(
                Locale.ROOT, "%.2f of %.2f%s", share, aim, what.equals(VERSION) ? ", cpu " + MOST_CPU_MILLIS : "");
        return table.row(name, figure, beside, aims, share >= aim && cheap && sum.failed == 0);
    }
}
