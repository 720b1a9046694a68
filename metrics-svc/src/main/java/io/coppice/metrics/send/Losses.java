package io.coppice.metrics.send;

/** Who counts what was sent and what was lost. */
public interface Losses {
    /** @param lines figures of one group of one object each */
    void sent(String server, long lines);

    void lost(String server, long lines);
}
