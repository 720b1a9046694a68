package io.coppice.bench;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How long {@code up} takes until something answers, a login works and a write is done: on a new folder and on a used one. */
final class BootBench implements Bench {
    private static final long LONGEST_NANOS = 60_000_000_000L;
    private static final double ANSWER_SECONDS = 2.1;
    private static final double LOGIN_SECONDS = 4;
    private static final double WRITE_SECONDS = 6;

    @Override
    public void run(Where where, Table table) throws Exception {
        where.node("build").up().close(); // builds what is missing, which does not count
        try (BenchNode node = where.node("boot")) {
            times(table, "first start", node);
            node.down();
            times(table, "later start", node);
        }
    }

    private void times(Table table, String name, BenchNode node) throws Exception {
        ProcessBuilder up = new ProcessBuilder(node.upCommand())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        long begun = System.nanoTime();
        Process process = up.start();
        // nothing tells that a port of another process answers: it is asked again and again
        Api api = until(begun, () -> new Api(node.port(), node.certificate()));
        until(begun, () -> api.get("/access/domains"));
        double answer = seconds(begun);
        until(begun, () -> {
            api.login(BenchNode.USER, BenchNode.PASSWORD);
            return api;
        });
        double login = seconds(begun);
        String user = "u" + System.nanoTime() + "@pve";
        until(begun, () -> api.call("POST", "/access/users", Map.of("userid", user)));
        double write = seconds(begun);
        process.waitFor();
        table.row(
                name + " until answer, login, write",
                String.format(Locale.ROOT, "%.2f s, %.2f s, %.2f s", answer, login, write),
                String.format(Locale.ROOT, "java -version %.2f s", emptyJvm()),
                "2.1, 4 and 6 s",
                answer <= ANSWER_SECONDS && login <= LOGIN_SECONDS && write <= WRITE_SECONDS);
    }

    @FunctionalInterface
    private interface Try<T> {
        T once() throws IOException, InterruptedException;
    }

    private static <T> T until(long begun, Try<T> work) throws IOException, InterruptedException {
        while (true) {
            try {
                return work.once();
            } catch (IOException e) {
                if (System.nanoTime() - begun > LONGEST_NANOS) {
                    throw e;
                }
                Thread.sleep(20);
            }
        }
    }

    private static double seconds(long sinceNanos) {
        return (System.nanoTime() - sinceNanos) / 1e9;
    }

    private static double emptyJvm() throws IOException, InterruptedException {
        long before = System.nanoTime();
        Programs.run(List.of(System.getProperty("java.home") + "/bin/java", "-version"));
        return seconds(before);
    }
}
