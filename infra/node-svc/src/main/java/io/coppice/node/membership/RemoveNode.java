package io.coppice.node.membership;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.documents.member.ClusterMember;
import io.coppice.servicekit.task.Step;
import io.coppice.servicekit.task.TaskContext;
import io.coppice.servicekit.task.TaskKind;
import java.util.List;

/** The task {@code clusterremove}: takes a node or the witness out, and makes the keys anew that it has seen. */
final class RemoveNode implements TaskKind<RemoveNode.Params> {
    private final Admission admission;
    private final KeyRenewal renewal;

    RemoveNode(Admission admission, KeyRenewal renewal) {
        this.admission = admission;
        this.renewal = renewal;
    }

    /**
     * @param member its name among those who hold the truth: when it has joined anew since, it is another
     * @param force though there are guests on it
     */
    record Params(NodeName node, String member, boolean force) {}

    @Override
    public String type() {
        return "clusterremove";
    }

    @Override
    public boolean needsQuorum() {
        return true;
    }

    @Override
    public Class<Params> params() {
        return Params.class;
    }

    @Override
    public List<Step> steps(Params p, TaskContext me) {
        return List.of(
                Step.step(
                        "look whether it can go",
                        progress -> {
                            ClusterMember found = admission.mayGo(p.node(), p.force());
                            progress.log(Admission.called(found) + " is member " + found.member());
                        },
                        progress -> {}),
                Step.pivot("take it out", progress -> {
                    admission.out(p.node(), p.member(), me.change(Service.NODE));
                    progress.log("nobody answers '" + p.node() + "' any more");
                }),
                Step.step("renew what it has seen", progress -> renewal.renew(progress::log), progress -> {}));
    }
}
