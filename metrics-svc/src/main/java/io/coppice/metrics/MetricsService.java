package io.coppice.metrics;

import io.coppice.contract.word.NodeName;
import io.coppice.live.Live;
import io.coppice.metrics.export.ExportRoutes;
import io.coppice.metrics.figure.Observation;
import io.coppice.metrics.figure.Observations;
import io.coppice.metrics.history.Histories;
import io.coppice.metrics.history.HistoryRoutes;
import io.coppice.metrics.history.HistorySweep;
import io.coppice.metrics.history.Recorder;
import io.coppice.metrics.picture.PictureFolder;
import io.coppice.metrics.send.Losses;
import io.coppice.metrics.send.Pushing;
import io.coppice.metrics.send.Sinks;
import io.coppice.metrics.server.Definitions;
import io.coppice.metrics.server.ServerRoutes;
import io.coppice.servicekit.serve.Routes;
import io.coppice.store.Store;
import io.coppice.store.seal.Sealer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** The service's graph of objects, and the endpoints that lead into it. */
public final class MetricsService implements AutoCloseable {
    private final Observations observations;
    private final Recorder recorder;
    private final HistorySweep sweep;
    private final HistoryRoutes history;
    private final ExportRoutes export;
    private final ServerRoutes servers;
    private final Pushing pushing;

    /**
     * What the service stands on.
     *
     * @param sealer of tokens
     * @param history the folder of what was
     * @param own a folder of its own, for the text that it sends and the pictures that it draws
     * @param losses counts what is sent and lost
     * @param limits what may wait for metric servers
     */
    public record Ground(
            NodeName here,
            Store store,
            Live live,
            Clock clock,
            Sealer sealer,
            Path history,
            Path own,
            Losses losses,
            Pushing.Limits limits) {}

    public MetricsService(Ground ground) {
        this.observations = new Observations(ground.store(), ground.live(), ground.clock());
        Histories histories = new Histories(ground.history());
        Definitions definitions = new Definitions(ground.store(), ground.sealer());
        Sinks sinks = new Sinks();
        this.recorder = new Recorder(histories, ground.clock());
        this.sweep = new HistorySweep(histories, ground.store());
        PictureFolder drawn = new PictureFolder(ground.own().resolve("pictures"));
        this.history = new HistoryRoutes(histories, drawn, ground.store(), ground.clock());
        this.export = new ExportRoutes(observations, ground.here(), ground.own());
        this.servers = new ServerRoutes(definitions, sinks::require);
        this.pushing = new Pushing(ground.here(), definitions, observations, sinks, ground.losses(), ground.limits());
    }

    /** Looks at what is published, for history and for what is exported; called every ten seconds or so. */
    public void look() {
        List<Observation> all = observations.all();
        recorder.look(all);
        export.keep(all);
    }

    /** Removes histories of what is no more; called every hour or so. */
    public void sweep() throws IOException {
        sweep.pass();
    }

    /** Gives metric servers what this node owns; called every ten seconds or so. */
    public void push() {
        pushing.push();
    }

    public Routes routes() {
        return history.routes().add(servers.routes()).add(export.routes());
    }

    @Override
    public void close() {
        pushing.close();
    }
}
