package io.coppice.metrics.export;

import io.coppice.contract.api.metrics.FiguresApi;
import io.coppice.contract.api.metrics.FiguresApi.Figure;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Malformed;
import io.coppice.contract.word.NodeName;
import io.coppice.metrics.figure.Observation;
import io.coppice.metrics.figure.Observations;
import io.coppice.servicekit.serve.Download;
import io.coppice.servicekit.serve.Routes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** /cluster/metrics/export and /coppice/figures */
public final class ExportRoutes {
    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";
    private static final int MOST_FIGURES = 200_000;
    private final Observations observations;
    private final NodeName here;
    private final Path folder;
    private final Memory memory = new Memory(MOST_FIGURES);

    /** @param folder where the text lies that is sent, this service's own */
    public ExportRoutes(Observations observations, NodeName here, Path folder) {
        this.observations = observations;
        this.here = here;
        this.folder = folder;
    }

    /** Keeps a look; called every ten seconds or so. */
    public void keep(List<Observation> all) {
        memory.keep(all);
    }

    public Routes routes() {
        return new Routes()
                .serve(FiguresApi.EXPORT, (caller, in) -> export(in))
                .serve(FiguresApi.PROMETHEUS, (caller, in) -> prometheus());
    }

    private FiguresApi.Exported export(FiguresApi.Export in) {
        Optional<Set<String>> wanted = in.nodeList().map(ExportRoutes::nodes);
        Predicate<Memory.Seen> ofThese = seen -> (!in.localOnly() || seen.node().equals(here.text()))
                && wanted.map(w -> w.contains(seen.node())).orElse(true);
        Set<List<Object>> told = new HashSet<>();
        List<Figure> all = (in.history() ? memory.all() : List.of(memory.newest()))
                .stream()
                        .flatMap(List::stream)
                        .filter(ofThese)
                        .flatMap(seen -> seen.figures().stream())
                        .filter(f -> f.timestamp() > in.startTime())
                        // what nobody looked at anew between two looks is one figure
                        .filter(f -> told.add(List.of(f.id(), f.metric(), f.timestamp())))
                        .toList();
        return new FiguresApi.Exported(all);
    }

    private static Set<String> nodes(String list) {
        Set<String> all = new HashSet<>();
        for (String name : list.split("[,;\\s]+")) {
            try {
                all.add(new NodeName(name).text());
            } catch (Malformed e) {
                throw Refused.badParameter("node-list", "invalid format - '" + name + "' is no node's name");
            }
        }
        return all;
    }

    private Download prometheus() throws IOException {
        Path fresh = Files.createTempFile(folder, "figures", ".tmp");
        Files.writeString(fresh, Prometheus.text(observations.all()));
        Path file = folder.resolve("figures.prom");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return new Download("figures.prom", TYPE, file);
    }
}
