package io.coppice.node.membership;

import io.coppice.contract.api.cluster.AdmissionsApi.Admitted;
import io.coppice.contract.failure.Refused;
import io.coppice.servicekit.task.Progress;
import io.coppice.servicekit.task.Step;
import io.coppice.servicekit.task.TaskContext;
import io.coppice.servicekit.task.TaskKind;
import io.coppice.servicekit.truth.StoreUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
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
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private final NodePlace place;
    private final Staging staging;
    private final JoinDoor door;
    private final Map<String, String> passwords = new ConcurrentHashMap<>();

    /** Since when an admission is being given back, by the member's name; {@link System#nanoTime}. */
    private final Map<String, Long> leaving = new ConcurrentHashMap<>();

    JoinCluster(NodePlace place, Staging staging, JoinDoor door) {
        this.place = place;
        this.staging = staging;
        this.door = door;
    }

    /**
     * @param other the node that is asked, {@code host} or {@code host:port}
     * @param host where other nodes reach this one
     * @param number empty for the lowest free one
     * @param password what finds the password, which lies in memory alone
     * @param force whether what this node has by itself may end with its joining
     */
    record Params(
            String other,
            String fingerprint,
            String user,
            String host,
            Optional<Integer> number,
            String password,
            Optional<Boolean> force) {}

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
                                giveBack(kept.get(), progress);
                            }
                            place.linkCertificate().dropJoining();
                            passwords.remove(p.password());
                        }),
                Step.step(
                        "get the cluster's keys",
                        progress -> {
                            Optional<Staging.Given> kept = staging.kept()
                                    .filter(given -> given.keyring().isEmpty());
                            if (kept.isPresent()) {
                                staging.put(kept.get().with(door.keys(kept.get())));
                                progress.log("the cluster's keys came over the link");
                            }
                        },
                        progress -> {}),
                Step.step(
                        "look once more at what ends here",
                        progress -> {
                            if (!isMember()) {
                                JoinCheck.require(
                                        place.store().image(), p.force().orElse(false));
                            }
                        },
                        progress -> {}),
                Step.pivot("begin anew as a member", progress -> {
                    passwords.remove(p.password());
                    if (isMember()) {
                        progress.log("node '" + place.here() + "' belongs to the cluster");
                        return;
                    }
                    if (staging.kept().isEmpty() && staging.decided().isEmpty()) {
                        progress.warn("the cluster took node '" + place.here()
                                + "' out again before it had come in: it is alone, with what it had; join it again");
                        return;
                    }
                    progress.log("this node's services begin anew");
                    staging.decide();
                    place.restart().run();
                    new CountDownLatch(1).await(); // until the end of these services interrupts it
                }));
    }

    /** The cluster may be away, for as long as it takes to start; it is not waited for without end. */
    private void giveBack(Staging.Given kept, Progress progress)
            throws IOException, InterruptedException, StoreUnavailable {
        long since = leaving.computeIfAbsent(kept.member(), member -> System.nanoTime());
        try {
            door.leave(kept);
        } catch (IOException e) {
            if (System.nanoTime() - since < PATIENCE.toNanos()) {
                throw new StoreUnavailable("the admission is given back when the cluster answers: " + e.getMessage());
            }
            progress.warn("the cluster may list node '" + place.here() + "' still; remove it there: " + e.getMessage());
        }
        leaving.remove(kept.member());
        staging.drop();
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
        ask.put("request", place.linkCertificate().requestAnew(place.here()));
        ask.put("address", (p.host().indexOf(':') >= 0 ? "[" + p.host() + "]" : p.host()) + ":" + place.port());
        ask.put("certificate", Files.readString(place.publicCertificate()));
        p.number().ifPresent(n -> ask.put("number", n));
        Admitted admitted = door.admit(p, ask, password);
        progress.log("the cluster '" + admitted.cluster() + "' has admitted this node");
        return new Staging.Given(
                admitted.cluster(),
                admitted.member(),
                admitted.authority(),
                admitted.certificate(),
                "",
                "",
                admitted.members());
    }
}
