package io.coppice.compute.status;

import io.coppice.contract.word.Vmid;
import io.coppice.live.Live;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Guests' figures on their way to live state: those that lists show each time, under {@code guest}; what only history and
 * metric servers want every ten seconds or so, of those that run, under {@code guest-details}.
 */
final class Published {
    private static final String FIGURES = "guest";
    private static final String DETAILS = "guest-details";
    private static final Duration PERIOD = Duration.ofSeconds(9);
    private static final Set<String> SHOWN = Set.of(
            "status",
            "cpu",
            "maxcpu",
            "mem",
            "maxmem",
            "memhost",
            "uptime",
            "netin",
            "netout",
            "diskread",
            "diskwrite",
            "disk",
            "maxdisk");
    private static final Set<String> MORE =
            Set.of("nics", "blockstat", "balloon", "ballooninfo", "swap", "maxswap", "pid");

    private final Live live;
    private final Map<String, Long> detailed = new ConcurrentHashMap<>();
    private Set<String> keys = Set.of();

    Published(Live live) {
        this.live = live;
    }

    /** Whether a running guest's details are to be told with the next {@link #put}. */
    boolean isDue(Vmid vmid) {
        Long last = detailed.get(vmid.toString());
        return last == null || System.nanoTime() - last > PERIOD.toNanos();
    }

    /**
     * @param all whatever is known; what is nobody's business elsewhere is left out
     * @param withDetails whether details are among it
     */
    void put(Vmid vmid, Map<String, Object> all, boolean withDetails) {
        String key = vmid.toString();
        Map<String, Object> figures = new LinkedHashMap<>(all);
        figures.keySet().retainAll(SHOWN);
        live.put(FIGURES, key, figures);
        if (!"running".equals(all.get("status"))) {
            forgetDetails(key);
        } else if (withDetails) {
            Map<String, Object> details = new LinkedHashMap<>(all);
            details.keySet().removeIf(name -> !MORE.contains(name) && !name.startsWith("pressure"));
            live.put(DETAILS, key, details);
            detailed.put(key, System.nanoTime());
        }
    }

    /** Removes all but these. */
    void keep(Set<String> now) {
        keys.stream().filter(k -> !now.contains(k)).forEach(k -> {
            live.remove(FIGURES, k);
            forgetDetails(k);
        });
        keys = now;
    }

    private void forgetDetails(String key) {
        if (detailed.remove(key) != null) {
            live.remove(DETAILS, key);
        }
    }
}
