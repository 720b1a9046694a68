package io.coppice.access;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How fast data may be moved. Each storage's own limit holds for who may not change that storage; where a storage has none,
 * the data centre's holds for who may not change that. Who wishes for less than the limits gets it.
 *
 * @param datacenter the data centre's {@code bwlimit}: {@code default=100,move=80}
 * @param storages each storage's, by its name; empty where it has none
 */
public record Bandwidth(String datacenter, Map<String, String> storages) {
    public Bandwidth {
        storages = Map.copyOf(storages);
    }

    /**
     * Pure.
     *
     * @param who of the wish; what nobody wished for is limited for everyone
     * @param operation {@code clone}, {@code migration}, {@code move}, {@code restore}
     * @param involved storages that data is moved from or to; none where it is none's matter
     * @param wish in KiB/s, zero for no limit
     * @return in KiB/s, zero for no limit; empty where nothing is said
     */
    public Optional<BigDecimal> limit(
            Permissions who, String operation, List<String> involved, Optional<BigDecimal> wish) {
        boolean wished = wish.isPresent();
        if (wished && !involved.isEmpty() && who.may("/storage", "Datastore.Allocate")) {
            return wish;
        }
        List<BigDecimal> limits = new ArrayList<>();
        boolean datacentersToo = involved.isEmpty();
        for (String storage : involved.stream().distinct().toList()) {
            if (wished && who.may("/storage/" + storage, "Datastore.Allocate")) {
                continue;
            }
            Optional<BigDecimal> own = of(storages.getOrDefault(storage, ""), operation);
            own.ifPresent(limits::add);
            datacentersToo |= own.isEmpty();
        }
        if (datacentersToo && !(wished && who.may("/", "Sys.Modify"))) {
            of(datacenter, operation).ifPresent(limits::add);
        }
        Optional<BigDecimal> least = wish;
        for (BigDecimal limit : limits) {
            boolean free = least.isEmpty() || least.get().signum() == 0;
            least = free || limit.compareTo(least.get()) < 0 ? Optional.of(limit) : least;
        }
        return least;
    }

    private static Optional<BigDecimal> of(String limits, String operation) {
        Map<String, String> all = new LinkedHashMap<>();
        for (String pair : limits.split(",")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                all.put(
                        pair.substring(0, equals).strip(),
                        pair.substring(equals + 1).strip());
            }
        }
        return Optional.ofNullable(all.getOrDefault(operation, all.get("default")))
                .map(BigDecimal::new);
    }
}
