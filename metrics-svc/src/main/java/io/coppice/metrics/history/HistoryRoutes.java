package io.coppice.metrics.history;

import io.coppice.contract.api.metrics.HistoryApi;
import io.coppice.contract.api.metrics.HistoryApi.Drawn;
import io.coppice.contract.failure.Refused;
import io.coppice.metrics.picture.PictureFolder;
import io.coppice.servicekit.serve.Routes;
import io.coppice.store.Store;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** …/rrddata, …/rrd */
public final class HistoryRoutes {
    private final Histories histories;
    private final Pictures pictures;
    private final Store store;
    private final Clock clock;

    /** @param drawn where pictures are laid */
    public HistoryRoutes(Histories histories, PictureFolder drawn, Store store, Clock clock) {
        this.histories = histories;
        this.pictures = new Pictures(histories, drawn, clock);
        this.store = store;
        this.clock = clock;
    }

    public Routes routes() {
        return new Routes()
                .serve(HistoryApi.NODE_DATA, (caller, in) -> read(Subject.node(in.node()), in.timeframe(), in.cf()))
                .serve(HistoryApi.VM_DATA, (caller, in) -> read(guest(in, "qemu-server"), in.timeframe(), in.cf()))
                .serve(HistoryApi.CT_DATA, (caller, in) -> read(guest(in, "lxc"), in.timeframe(), in.cf()))
                .serve(HistoryApi.STORAGE_DATA, (caller, in) -> read(storage(in), in.timeframe(), in.cf()))
                .serve(
                        HistoryApi.NODE_PICTURE,
                        (caller, in) -> draw(
                                in.ds(),
                                Subject.node(in.of().node()),
                                in.of().timeframe(),
                                in.of().cf()))
                .serve(
                        HistoryApi.VM_PICTURE,
                        (caller, in) -> draw(
                                in.ds(),
                                guest(in.of(), "qemu-server"),
                                in.of().timeframe(),
                                in.of().cf()))
                .serve(
                        HistoryApi.CT_PICTURE,
                        (caller, in) -> draw(
                                in.ds(),
                                guest(in.of(), "lxc"),
                                in.of().timeframe(),
                                in.of().cf()))
                .serve(
                        HistoryApi.STORAGE_PICTURE,
                        (caller, in) -> draw(
                                in.ds(),
                                storage(in.of()),
                                in.of().timeframe(),
                                in.of().cf()));
    }

    private Subject guest(HistoryApi.OfGuest in, String folder) {
        String path = "nodes/" + in.node() + "/" + folder + "/" + in.vmid() + ".conf";
        if (store.image().find(path).isEmpty()) {
            throw Refused.notFound("Configuration file '" + path + "' does not exist");
        }
        return Subject.guest(in.vmid());
    }

    private Subject storage(HistoryApi.OfStorage in) {
        if (store.image().find("storage.cfg:" + in.storage()).isEmpty()) {
            throw Refused.notFound("storage '" + in.storage() + "' does not exist");
        }
        return Subject.storage(in.node(), in.storage());
    }

    private List<Map<String, Object>> read(Subject subject, String timeframe, Optional<String> cf) throws IOException {
        return histories.read(subject, Timeframe.of(timeframe), consolidation(cf), clock.millis() / 1000);
    }

    private Drawn draw(String figures, Subject subject, String timeframe, Optional<String> cf) throws IOException {
        return new Drawn(pictures.draw(subject, Timeframe.of(timeframe), consolidation(cf), figures)
                .toString());
    }

    private static Consolidation consolidation(Optional<String> cf) {
        return cf.map(Consolidation::of).orElse(Consolidation.AVERAGE);
    }
}
