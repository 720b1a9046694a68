package io.coppice.standalone;

import io.coppice.metrics.send.Losses;
import io.coppice.servicekit.meter.Meters;

/** What metric servers were sent, and what was lost on the way, among the process' own metrics. */
final class MeteredLosses implements Losses {
    private final Meters meters;

    private MeteredLosses(Meters meters) {
        this.meters = meters;
    }

    static Losses of(Meters meters) {
        return new MeteredLosses(meters);
    }

    @Override
    public void sent(String server, long lines) {
        meters.count("coppice.metrics.sent", "Lines that metric servers took", "server", server, lines);
    }

    @Override
    public void lost(String server, long lines) {
        meters.count("coppice.metrics.lost", "Lines that metric servers never got", "server", server, lines);
    }
}
