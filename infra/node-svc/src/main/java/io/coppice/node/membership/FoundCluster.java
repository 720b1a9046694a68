package io.coppice.node.membership;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.documents.member.ClusterMember;
import io.coppice.documents.member.Shown;
import io.coppice.documents.section.KeyFile;
import io.coppice.node.certificate.Authority;
import io.coppice.node.certificate.Fingerprint;
import io.coppice.servicekit.task.Step;
import io.coppice.servicekit.task.TaskContext;
import io.coppice.servicekit.task.TaskKind;
import io.coppice.servicekit.truth.Truth;
import io.coppice.store.Change;
import io.coppice.store.Image;
import io.coppice.store.seal.Sealer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** The task {@code clustercreate}: makes this node the first of a cluster, by one change. */
final class FoundCluster implements TaskKind<FoundCluster.Params> {
    private final NodePlace place;
    private final Sealer sealer;

    /** Live state has another address in a cluster, which it takes as it starts; whoever resumes the task has started. */
    private final AtomicBoolean foundedHere = new AtomicBoolean();

    FoundCluster(NodePlace place, Sealer sealer) {
        this.place = place;
        this.sealer = sealer;
    }

    /** @param host where other nodes reach this one */
    record Params(String name, int number, String host) {}

    @Override
    public String type() {
        return "clustercreate";
    }

    @Override
    public Class<Params> params() {
        return Params.class;
    }

    @Override
    public List<Step> steps(Params p, TaskContext me) {
        return List.of(
                Step.step(
                        "found the cluster",
                        progress -> {
                            if (!isMine(me)) {
                                Truth.submit(place.store(), founded(p, me));
                                foundedHere.set(true);
                            }
                            progress.log("cluster '" + p.name() + "' has its first node; others join at " + p.host()
                                    + " and reach it on port " + place.port());
                        },
                        progress -> {
                            if (isMine(me)) {
                                Truth.submit(place.store(), undone(p, me));
                            }
                        }),
                Step.pivot("begin anew as its first node", progress -> {
                    if (foundedHere.get()) {
                        progress.log("this node's services begin anew");
                        place.restart().run();
                        new CountDownLatch(1).await(); // until the end of these services interrupts it
                    }
                }));
    }

    private boolean isMine(TaskContext me) {
        return place.store()
                .image()
                .find(ClusterTruth.CLUSTER)
                .map(d -> me.id().equals(ClusterTruth.keys(d).get("task")))
                .orElse(false);
    }

    private Change founded(Params p, TaskContext me) throws IOException {
        NodeName here = place.here();
        Authority authority = place.ownAuthority();
        String certificate = Files.readString(place.linkCertificate().certificate());
        ClusterMember member = new ClusterMember(
                here,
                p.number(),
                place.member(),
                p.host(),
                place.port(),
                new Shown(
                        Fingerprint.ofPem(certificate),
                        Optional.empty(),
                        Optional.of(Fingerprint.ofKeyPem(certificate))));
        return me.change(Service.NODE)
                .absent(ClusterTruth.CLUSTER)
                .put(
                        ClusterTruth.CLUSTER,
                        new KeyFile(Map.of("name", p.name(), "task", me.id()), Optional.empty()).text())
                .put(member.path(), member.text())
                .put(Admission.numberPath(p.number()), here + "\n")
                .put(ClusterTruth.AUTHORITY, authority.certificatePem())
                .put(ClusterTruth.AUTHORITY_KEY, sealer.seal(authority.keyPem().getBytes(StandardCharsets.US_ASCII)))
                .put(ClusterTruth.certificatePath(here), Files.readString(place.publicCertificate()))
                .build();
    }

    private Change undone(Params p, TaskContext me) {
        Image image = place.store().image();
        Change.Builder change = me.change(Service.NODE)
                .unchanged(image.find(ClusterTruth.CLUSTER).orElseThrow());
        for (String path : List.of(
                ClusterTruth.CLUSTER,
                ClusterMember.path(place.here()),
                Admission.numberPath(p.number()),
                ClusterTruth.AUTHORITY,
                ClusterTruth.AUTHORITY_KEY,
                ClusterTruth.certificatePath(place.here()))) {
            change.delete(path);
        }
        return change.build();
    }
}
