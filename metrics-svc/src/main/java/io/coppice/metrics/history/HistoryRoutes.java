package io.coppice.metrics.history;

import io.coppice.contract.api.metrics.HistoryApi;
import io.coppice.contract.failure.Refused;
import io.coppice.servicekit.serve.Routes;
import io.coppice.store.Store;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** …/rrddata */
public final class HistoryRoutes {
    private final Histories histories;
    private final Store store;
    private final Clock clock;

    public HistoryRoutes(Histories histories, Store store, Clock clock) {
        this.histories = histories;
        this.store = store;
        this.clock = clock;
    }

    public Routes routes() {
        return new Routes()
                .serve(HistoryApi.NODE_DATA, (caller, in) -> read(Subject.node(in.node()), in.timeframe(), in.cf()))
                .serve(HistoryApi.VM_DATA, (caller, in) -> guest(in, "qemu-server"))
                .serve(HistoryApi.CT_DATA, (caller, in) -> guest(in, "lxc"))
                .serve(HistoryApi.STORAGE_DATA, (caller, in) -> storage(in));
    }

    private List<Map<String, Object>> guest(HistoryApi.OfGuest in, String folder) throws IOException {
        String path = "nodes/" + in.node() + "/" + folder + "/" + in.vmid() + ".conf";
        if (store.image().find(path).isEmpty()) {
            throw Refused.notFound("Configuration file '" + path + "' does not exist");
        }
        return read(Subject.guest(in.vmid()), in.timeframe(), in.cf());
    }

    private List<Map<String, Object>> storage(HistoryApi.OfStorage in) throws IOException {
        if (store.image().find("storage.cfg:" + in.storage()).isEmpty()) {
            throw Refused.notFound("storage '" + in.storage() + "' does not exist");
        }
        return read(Subject.storage(in.node(), in.storage()), in.timeframe(), in.cf());
    }

    private List<Map<String, Object>> read(Subject subject, String timeframe, Optional<String> cf) throws IOException {
        return histories.read(
                subject,
                Timeframe.of(timeframe),
                cf.map(Consolidation::of).orElse(Consolidation.AVERAGE),
                clock.millis() / 1000);
    }
}
