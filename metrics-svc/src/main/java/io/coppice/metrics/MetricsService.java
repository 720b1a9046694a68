package io.coppice.metrics;

import io.coppice.live.Live;
import io.coppice.metrics.figure.Observations;
import io.coppice.metrics.history.Histories;
import io.coppice.metrics.history.HistoryRoutes;
import io.coppice.metrics.history.HistorySweep;
import io.coppice.metrics.history.Recorder;
import io.coppice.servicekit.serve.Routes;
import io.coppice.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/** The service's graph of objects, and the endpoints that lead into it. */
public final class MetricsService {
    private final Recorder recorder;
    private final HistorySweep sweep;
    private final HistoryRoutes history;

    /** What the service stands on. @param history the folder of what was */
    public record Ground(Store store, Live live, Clock clock, Path history) {}

    public MetricsService(Ground ground) {
        Observations observations = new Observations(ground.store(), ground.live(), ground.clock());
        Histories histories = new Histories(ground.history());
        this.recorder = new Recorder(observations, histories, ground.clock());
        this.sweep = new HistorySweep(histories, ground.store());
        this.history = new HistoryRoutes(histories, ground.store(), ground.clock());
    }

    /** Looks at what is published; called every ten seconds or so. */
    public void record() {
        recorder.look();
    }

    /** Removes histories of what is no more; called every hour or so. */
    public void sweep() throws IOException {
        sweep.pass();
    }

    public Routes routes() {
        return history.routes();
    }
}
