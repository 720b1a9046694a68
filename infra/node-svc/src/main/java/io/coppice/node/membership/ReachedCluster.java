package io.coppice.node.membership;

import io.coppice.contract.api.cluster.AdmissionsApi.Admitted;
import io.coppice.documents.member.ClusterMember;
import io.coppice.node.link.LinkClient;
import io.coppice.node.link.LinkKey;
import io.coppice.servicekit.serve.WireReader;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Over the network, with the certificate that the cluster gave and that is not this node's own yet. */
final class ReachedCluster implements JoinDoor {
    private static final Duration KNOWN_BY_ALL = Duration.ofSeconds(20);
    private final NodePlace place;
    private final Staging staging;
    private final Vertx vertx;

    /** Of {@link System#nanoTime}; 0 while they do not. */
    private long shutSince;

    ReachedCluster(NodePlace place, Staging staging, Vertx vertx) {
        this.place = place;
        this.staging = staging;
        this.vertx = vertx;
    }

    @Override
    public Admitted admit(JoinCluster.Params to, Map<String, Object> ask, String password)
            throws IOException, InterruptedException {
        try (OtherNode other = new OtherNode(to.other(), to.fingerprint())) {
            return other.admit(ask, to.user(), password);
        }
    }

    @Override
    public Keys keys(Staging.Given as) throws IOException, InterruptedException {
        Map<String, Object> keys = WireReader.object(ask(as, MemberDoors.KEYS));
        return new Keys(String.valueOf(keys.get("keyring")), String.valueOf(keys.get("live")));
    }

    /**
     * One that took this node out may have died before it said so, and from then on nobody answers this one. So it is out, too,
     * when all who are there have shut the door for longer than a member needs to hear of an admission.
     */
    @Override
    public void leave(Staging.Given as) throws IOException, InterruptedException {
        try {
            ask(as, MemberDoors.LEAVE);
            shutSince = 0;
        } catch (LinkClient.Shut e) {
            long now = System.nanoTime();
            shutSince = shutSince == 0 ? now : shutSince;
            if (now - shutSince < KNOWN_BY_ALL.toNanos()) {
                throw e;
            }
            shutSince = 0;
        } catch (IOException e) {
            shutSince = 0;
            throw e;
        }
    }

    /**
     * Asks one member after the other.
     *
     * @throws LinkClient.Shut where those who are there shut the door
     */
    private byte[] ask(Staging.Given as, String path) throws IOException, InterruptedException {
        LinkKey key =
                new LinkKey(staging.certificate(as), place.linkCertificate().joiningKey());
        IOException last = new IOException("the cluster has no other members");
        for (int round = 0; round < 3; round++) {
            for (ClusterMember member : as.peers()) {
                if (member.node().equals(place.here()) || member.isWitness()) {
                    continue;
                }
                try {
                    return LinkClient.askOnce(vertx, key, member, path);
                } catch (IOException e) {
                    last = last instanceof LinkClient.Shut ? last : e;
                }
            }
            TimeUnit.MILLISECONDS.sleep(500); // the other nodes hear of this one in a moment
        }
        throw last;
    }
}
