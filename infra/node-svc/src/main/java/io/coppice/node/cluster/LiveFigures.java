package io.coppice.node.cluster;

import io.coppice.contract.word.Vmid;
import io.coppice.live.Freshness;
import io.coppice.live.Live;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** Figures as live state has them, while they are fresh. */
public final class LiveFigures implements Figures {
    private static final String GUEST = "guest";
    private static final String STORAGE = "storage";
    private final Live live;
    private final Clock clock;

    public LiveFigures(Live live, Clock clock) {
        this.live = live;
        this.clock = clock;
    }

    @Override
    public Map<String, Object> guest(Vmid vmid, boolean inReach) {
        return shown(live.get(GUEST, vmid.toString()), inReach);
    }

    @Override
    public Map<String, Object> storage(String node, String storage, boolean inReach) {
        return shown(live.get(STORAGE, node + "/" + storage), inReach);
    }

    private Map<String, Object> shown(Optional<Live.Item> item, boolean inReach) {
        return inReach ? Freshness.shown(item, clock.millis()) : Freshness.unknown(item);
    }

    /** {@code running}, {@code paused}, {@code stopped}…; empty where it is not known now. */
    public Optional<String> status(Vmid vmid) {
        return live.get(GUEST, vmid.toString())
                .filter(item -> Freshness.isFresh(item, clock.millis()))
                .map(Live.Item::figures)
                .map(figures -> "paused".equals(figures.get("qmpstatus")) ? "paused" : figures.get("status"))
                .map(String::valueOf);
    }
}
