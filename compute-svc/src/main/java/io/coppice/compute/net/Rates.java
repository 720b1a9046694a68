package io.coppice.compute.net;

import io.coppice.compute.guest.Nic;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * How fast a card is, either way. What the guest gets is shaped by tbf (tc-tbf(8)); what it sends is policed where it comes
 * in, by nftables: kernels without traffic control's classifiers have that too. */
final class Rates {
    private static final BigDecimal MIB = BigDecimal.valueOf(1 << 20);
    private static final String TABLE = "coppice_rate";

    /** Bytes that may come at once; more than the largest segment that a card hands over. */
    private static final long BURST = 1 << 20;

    private final Links links;

    Rates(Links links) {
        this.links = links;
    }

    /**
     * Also where it was limited otherwise, or shall be no more.
     *
     * @param nic whose rate is in MiB/s, 0 for none
     * @param fresh whether the tap was made just now, so that nothing limits it yet
     */
    void limit(Nic nic, String tap, boolean fresh) throws IOException, InterruptedException {
        Optional<Long> rate = nic.text("rate")
                .map(r -> new BigDecimal(r).multiply(MIB).longValue())
                .filter(r -> r > 0);
        if (rate.isPresent()) {
            shape(tap, rate.get());
            police(tap, rate.get());
        } else if (!fresh) {
            links.runAnyway("tc", "qdisc", "delete", "dev", tap, "root");
            forget(tap);
        }
    }

    /** After the tap went; the kernel keeps the chain. */
    void forget(String tap) throws IOException, InterruptedException {
        links.runAnyway("nft", "delete chain netdev " + TABLE + " " + tap);
    }

    private void shape(String tap, long bytesPerSecond) throws IOException, InterruptedException {
        links.run(
                "tc",
                "qdisc",
                "replace",
                "dev",
                tap,
                "root",
                "tbf",
                "rate",
                bytesPerSecond + "bps",
                "latency",
                "100ms",
                "burst",
                BURST + "b");
    }

    /** One transaction: there is no moment without a limit. The chain of an earlier tap of that name hangs on nothing. */
    private void police(String tap, long bytesPerSecond) throws IOException, InterruptedException {
        String chain = "netdev " + TABLE + " " + tap;
        links.run(
                "nft",
                "add table netdev " + TABLE + "; add chain " + chain + "; flush chain " + chain + "; delete chain "
                        + chain + "; add chain " + chain + " { type filter hook ingress device \"" + tap
                        + "\" priority 0; policy accept; }; add rule " + chain + " limit rate over " + bytesPerSecond
                        + " bytes/second burst " + BURST + " bytes drop");
    }
}
