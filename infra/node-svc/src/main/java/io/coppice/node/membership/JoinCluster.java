package io.coppice.node.membership;

import io.coppice.contract.api.cluster.AdmissionsApi.Admitted;
import io.coppice.contract.failure.Refused;
import io.coppice.documents.member.ClusterMember;
import io.coppice.node.link.LinkClient;
import io.coppice.servicekit.serve.WireReader;
import io.coppice.servicekit.task.Progress;
import io.coppice.servicekit.task.Step;
import io.coppice.servicekit.task.TaskContext;
import io.coppice.servicekit.task.TaskKind;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * The task {@code clusterjoin}: gets admitted, then begins anew as a member. What it was given lies aside until the pivot,
 * so before it nothing of this node has changed.
 */
final class JoinCluster implements TaskKind<JoinCluster.Params> {
    private final NodePlace place;
    private final Vertx vertx;
    private final Map<String, String> passwords = new ConcurrentHashMap<>();

    JoinCluster(NodePlace place, Vertx vertx) {
        this.place = place;
        this.vertx = vertx;
    }

    /**
     * @param other the node that is asked, {@code host} or {@code host:port}
     * @param host where other nodes reach this one
     * @param number empty for the lowest free one
     * @param password what finds the password, which lies in memory alone
     */
    record Params(
            String other, String fingerprint, String user, String host, Optional<Integer> number, String password) {}

    /** Keeps a password for one task. */
    void remember(String key, String password) {
        passwords.put(key, password);
    }

    @Override
    public String type() {
        return "clusterjoin";
    }

    @Override
    public Class<Params> params() {
        return Params.class;
    }

    @Override
    public List<Step> steps(Params p, TaskContext me) {
        Staging staging = new Staging(place.folders().secret());
        return List.of(
                Step.step(
                        "get admitted",
                        progress -> {
                            if (!isMember() && staging.kept().isEmpty()) {
                                staging.put(admitted(p, progress));
                            }
                        },
                        progress -> {
                            Optional<Staging.Given> kept = staging.kept();
                            if (kept.isPresent()) {
                                leave(kept.get());
                                staging.drop();
                            }
                            passwords.remove(p.password());
                        }),
                Step.pivot("begin anew as a member", progress -> {
                    passwords.remove(p.password());
                    if (isMember()) {
                        progress.log("node '" + place.here() + "' belongs to the cluster");
                        return;
                    }
                    progress.log("this node's services begin anew");
                    staging.decide();
                    place.restart().run();
                    new CountDownLatch(1).await(); // until the end of these services interrupts it
                }));
    }

    private boolean isMember() {
        return ClusterTruth.member(place.store().image(), place.here()).isPresent();
    }

    private Staging.Given admitted(Params p, Progress progress) throws IOException, InterruptedException {
        String password = passwords.get(p.password());
        if (password == null) {
            throw Refused.conflict("this node was restarted before it had asked; join it again");
        }
        Map<String, Object> ask = new LinkedHashMap<>();
        ask.put("node", place.here());
        ask.put("request", place.linkCertificate().request(place.here()));
        ask.put("address", (p.host().indexOf(':') >= 0 ? "[" + p.host() + "]" : p.host()) + ":" + place.port());
        ask.put("certificate", Files.readString(place.publicCertificate()));
        p.number().ifPresent(n -> ask.put("number", n));
        Admitted admitted;
        try (OtherNode other = new OtherNode(p.other(), p.fingerprint())) {
            admitted = other.admit(ask, p.user(), password);
        }
        progress.log("the cluster '" + admitted.cluster() + "' has admitted this node");
        Staging.Given without = new Staging.Given(
                admitted.cluster(),
                admitted.member(),
                admitted.authority(),
                admitted.certificate(),
                "",
                "",
                admitted.members());
        place.linkCertificate().replace(admitted.certificate());
        Map<String, Object> keys = WireReader.object(ask(without, MemberDoors.KEYS));
        progress.log("the cluster's keys came over the link");
        return new Staging.Given(
                without.cluster(),
                without.member(),
                without.authority(),
                without.certificate(),
                String.valueOf(keys.get("keyring")),
                String.valueOf(keys.get("live")),
                without.members());
    }

    /** Asks one member after the other. */
    private byte[] ask(Staging.Given given, String path) throws IOException, InterruptedException {
        IOException last = new IOException("the cluster has no other members");
        for (int round = 0; round < 3; round++) {
            for (ClusterMember member : given.peers()) {
                if (member.node().equals(place.here())) {
                    continue;
                }
                try {
                    return LinkClient.askOnce(vertx, place.linkKey(), member, path);
                } catch (IOException e) {
                    last = e;
                }
            }
            java.util.concurrent.TimeUnit.MILLISECONDS.sleep(500); // the other nodes hear of this one in a moment
        }
        throw last;
    }

    private void leave(Staging.Given given) throws IOException, InterruptedException {
        ask(given, MemberDoors.LEAVE);
    }
}
