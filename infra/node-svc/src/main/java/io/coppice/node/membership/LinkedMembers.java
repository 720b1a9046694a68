package io.coppice.node.membership;

import io.coppice.contract.word.NodeName;
import io.coppice.documents.member.ClusterMember;
import io.coppice.node.link.LinkClient;
import io.coppice.node.link.LinkKey;
import io.coppice.node.link.Links;
import io.coppice.servicekit.serve.WireReader;
import io.coppice.store.Store;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks over links. */
public final class LinkedMembers implements OtherMembers {
    private static final Logger LOG = LoggerFactory.getLogger(LinkedMembers.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LONG_GONE = Duration.ofMinutes(10);
    private static final Duration KNOWN_WITHIN = Duration.ofSeconds(3);
    private final Vertx vertx;
    private final LinkKey key;
    private final Links links;
    private final NodeName here;
    private final Store store;
    private final InstantSource clock;

    public LinkedMembers(Vertx vertx, LinkKey key, Links links, NodeName here, Store store, InstantSource clock) {
        this.clock = clock;
        this.vertx = vertx;
        this.key = key;
        this.links = links;
        this.here = here;
        this.store = store;
    }

    @Override
    public List<NodeName> lacking(String wanted) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        List<ClusterMember> left = new ArrayList<>(otherNodes());
        while (true) {
            left.removeIf(member -> isInReach(member) && has(member, "keys", wanted));
            boolean all = left.stream().noneMatch(this::isInReach);
            if (all || System.nanoTime() - until > 0) {
                return left.stream().map(ClusterMember::node).toList();
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    @Override
    public boolean allSealWith(String wanted) {
        return otherNodes().stream()
                .allMatch(member -> isInReach(member)
                        && ask(member, MemberDoors.STANDING)
                                .map(standing -> wanted.equals(
                                        WireReader.object(standing).get("seals")))
                                .orElse(false));
    }

    @Override
    public boolean allKnow(String fingerprint) throws InterruptedException {
        long until = System.nanoTime() + KNOWN_WITHIN.toNanos();
        List<ClusterMember> left = new ArrayList<>(others(ClusterTruth.everybody(store.image())));
        left.removeIf(this::isLongGone);
        while (left.stream().allMatch(this::isInReach)) {
            left.removeIf(member -> has(member, "fingerprints", fingerprint));
            if (left.isEmpty()) {
                return true;
            }
            if (System.nanoTime() - until > 0) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        return false;
    }

    private boolean has(ClusterMember member, String what, String wanted) {
        return ask(member, MemberDoors.STANDING)
                .map(standing -> WireReader.object(standing).get(what))
                .map(all -> all instanceof List<?> texts && texts.contains(wanted))
                .orElse(false);
    }

    @Override
    public Optional<String> with(String wanted) {
        for (ClusterMember member : otherNodes()) {
            if (isInReach(member)) {
                Optional<String> ring = ask(member, MemberDoors.KEYS)
                        .map(keys -> String.valueOf(WireReader.object(keys).get("keyring")))
                        .filter(text -> text.lines().anyMatch(line -> line.startsWith(wanted + " ")));
                if (ring.isPresent()) {
                    return ring;
                }
            }
        }
        return Optional.empty();
    }

    /** Those who have keys. */
    private List<ClusterMember> otherNodes() {
        return others(ClusterTruth.members(store.image()));
    }

    private List<ClusterMember> others(List<ClusterMember> all) {
        return all.stream().filter(member -> !member.node().equals(here)).toList();
    }

    private boolean isLongGone(ClusterMember member) {
        return links.reach(member.node())
                .filter(reach -> !reach.inReach()
                        && Duration.between(reach.since(), clock.instant()).compareTo(LONG_GONE) >= 0)
                .isPresent();
    }

    private boolean isInReach(ClusterMember member) {
        return links.reach(member.node()).map(reach -> reach.inReach()).orElse(false);
    }

    private Optional<byte[]> ask(ClusterMember member, String path) {
        try {
            return Optional.of(LinkClient.askOnce(vertx, key, member, path));
        } catch (IOException e) {
            LOG.info("{}: {}", path, e.getMessage());
            return Optional.empty();
        }
    }
}
