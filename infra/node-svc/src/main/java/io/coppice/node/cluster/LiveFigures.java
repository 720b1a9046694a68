package io.coppice.node.cluster;

import io.coppice.contract.word.Vmid;
import io.coppice.live.Freshness;
import io.coppice.live.Live;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** Figures as live state has them, while they are fresh. */
public final class LiveFigures implements Figures {
    private final Live live;
    private final Clock clock;

    public LiveFigures(Live live, Clock clock) {
        this.live = live;
        this.clock = clock;
    }

    @Override
    public Optional<Map<String, Object>> guest(Vmid vmid) {
        return fresh("guest", vmid.toString());
    }

    @Override
    public Optional<Map<String, Object>> storage(String node, String storage) {
        return fresh("storage", node + "/" + storage);
    }

    /** {@code running}, {@code paused}, {@code stopped}…; empty where it is not known now. */
    public Optional<String> status(Vmid vmid) {
        return guest(vmid)
                .map(figures -> "paused".equals(figures.get("qmpstatus")) ? "paused" : figures.get("status"))
                .map(String::valueOf);
    }

    private Optional<Map<String, Object>> fresh(String kind, String key) {
        return live.get(kind, key)
                .filter(item -> Freshness.isFresh(item, clock.millis()))
                .map(Live.Item::figures);
    }
}
