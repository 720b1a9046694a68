package io.coppice.bench;

/** What all processes hold in memory a while after the start, by their proportional share. */
final class MemoryBench implements Bench {
    private static final long MOST_MIB = 400;
    private static final int SETTLED_MILLIS = 12_000;

    @Override
    public void run(Where where, Table table) throws Exception {
        try (BenchNode node = where.node("memory").up()) {
            node.api();
            Thread.sleep(SETTLED_MILLIS);
            long of = node.pssMib("node", "gateway");
            table.row(
                    "memory of node and gateway",
                    node.pssMib("node") + " + " + node.pssMib("gateway") + " = " + of + " MiB",
                    "with Kafka " + node.pssMib("node", "gateway", "kafka") + " MiB",
                    MOST_MIB + " MiB",
                    of <= MOST_MIB);
        }
    }
}
