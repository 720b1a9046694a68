package io.coppice.node.membership;

import io.coppice.contract.api.cluster.AdmissionsApi;
import io.coppice.contract.api.cluster.AdmissionsApi.Ask;
import io.coppice.contract.api.cluster.ClusterConfigApi;
import io.coppice.contract.api.cluster.ClusterConfigApi.Information;
import io.coppice.contract.endpoint.Settings;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Upid;
import io.coppice.documents.member.ClusterMember;
import io.coppice.node.certificate.Fingerprint;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Routes;
import io.coppice.servicekit.task.Queue;
import io.coppice.servicekit.task.TaskRunner;
import io.coppice.store.Document;
import io.coppice.store.Image;
import io.coppice.store.seal.Sealer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** /cluster/config and /coppice/cluster. */
public final class ClusterConfigRoutes {
    private static final int API_VERSION = 1;
    private static final int TOKEN_SECONDS = 3600;
    private static final Duration REMOVAL = Duration.ofSeconds(25);
    private static final Pattern ADDRESS = Pattern.compile("(?:.*,)?(?:address=)?([^=,]+)(?:,.*)?");
    private final NodePlace place;
    private final Admission admission;
    private final JoinTokens tokens;
    private final TaskRunner tasks;
    private final FoundCluster found;
    private final JoinCluster join;
    private final RemoveNode removal;
    private final Supplier<List<String>> voters;

    /** @param voters the members that vote, as far as is known here */
    public ClusterConfigRoutes(
            NodePlace place,
            Admission admission,
            KeyRenewal renewal,
            TaskRunner tasks,
            Sealer sealer,
            Supplier<List<String>> voters,
            Vertx vertx) {
        this.place = place;
        this.voters = voters;
        this.admission = admission;
        this.tokens = new JoinTokens(place.store(), InstantSource.system());
        this.tasks = tasks;
        this.found = new FoundCluster(place, sealer);
        Staging staging = new Staging(place.folders().secret());
        this.join = new JoinCluster(place, staging, new ReachedCluster(place, staging, vertx));
        this.removal = new RemoveNode(admission, renewal);
        tasks.register(found).register(join).register(removal);
    }

    public Routes routes() {
        return new Routes()
                .serve(ClusterConfigApi.CREATE, this::create)
                .serve(ClusterConfigApi.API_VERSION, (caller, in) -> API_VERSION)
                .serve(ClusterConfigApi.JOIN_INFO, (caller, in) -> information(in.node()))
                .serve(ClusterConfigApi.JOIN, this::join)
                .serve(ClusterConfigApi.NODES, (caller, in) -> nodes(image()))
                .serve(ClusterConfigApi.ADD, this::prepare)
                .serve(ClusterConfigApi.REMOVE, (caller, in) -> {
                    remove(caller, in.node(), in.force().orElse(false));
                    return null;
                })
                .serve(ClusterConfigApi.TOTEM, (caller, in) -> totem(image()))
                .serve(
                        AdmissionsApi.TOKEN,
                        (caller, in) -> tokens.make(in.node(), in.witness().orElse(false), in.term(), caller.name()))
                .serve(AdmissionsApi.ADMIT, (caller, in) -> admission.admit(in, caller.name(), Optional.empty()))
                .serve(AdmissionsApi.ADMIT_BY_TOKEN, (caller, in) -> {
                    Ask ask = in.ask();
                    Document token =
                            tokens.require(in.token(), ask.node(), ask.witness().orElse(false));
                    return admission.admit(ask, "system:node@" + place.here(), Optional.of(token));
                });
    }

    private Image image() {
        return place.store().image();
    }

    private Upid create(Caller caller, ClusterConfigApi.Create in) {
        ClusterTruth.name(image()).ifPresent(name -> {
            throw Refused.conflict("this node belongs to the cluster '" + name + "' already");
        });
        return tasks.start(
                found,
                new FoundCluster.Params(in.clustername(), in.nodeid().orElse(1), address(in.links())),
                in.clustername(),
                caller,
                Queue.none());
    }

    private Upid join(Caller caller, ClusterConfigApi.Join in) {
        JoinCheck.require(image(), in.force().orElse(false));
        String key = UUID.randomUUID().toString();
        join.remember(key, in.password());
        return tasks.start(
                join,
                new JoinCluster.Params(
                        in.hostname(),
                        in.fingerprint(),
                        in.username().orElse("root@pam"),
                        address(in.links()),
                        in.nodeid(),
                        key,
                        in.force()),
                "",
                caller,
                Queue.none());
    }

    /** There is no corosync whose key could be given, so the answer has what a node gets in with here. */
    private ClusterConfigApi.Prepared prepare(Caller caller, ClusterConfigApi.Add in) {
        in.apiversion().filter(version -> version != API_VERSION).ifPresent(version -> {
            throw Refused.badParameter(
                    "apiversion", "nodes join here by version " + API_VERSION + ", not by " + version);
        });
        admission.mayCome(in.node(), in.nodeid());
        AdmissionsApi.Token token = tokens.make(in.node(), false, TOKEN_SECONDS, caller.name());
        return new ClusterConfigApi.Prepared(
                token.token(),
                "",
                List.of("there is no corosync: node '" + in.node() + "' joins by POST /cluster/config/join, with"
                        + " corosync_authkey as the password, within an hour"));
    }

    /** Answers when it is done, as the original does. */
    private void remove(Caller caller, NodeName node, boolean force) throws IOException, InterruptedException {
        RemoveNode.Params params =
                new RemoveNode.Params(node, admission.mayGo(node, force).member(), force);
        Upid task = tasks.start(removal, params, node.text(), caller, Queue.none());
        String end = tasks.awaitEnd(task, REMOVAL)
                .orElseThrow(() ->
                        Refused.conflict("node '" + node + "' is being removed; see how the task " + task + " ends"));
        if (!end.equals("OK")) {
            throw Refused.conflict("node '" + node + "' was not removed: " + end);
        }
    }

    private String address(Settings links) {
        return links.texts().values().stream()
                .findFirst()
                .map(link -> ADDRESS.matcher(link).replaceFirst("$1"))
                .orElseGet(place.address());
    }

    private Information information(Optional<NodeName> node) throws IOException {
        Image image = image();
        if (ClusterTruth.name(image).isEmpty()) {
            throw Refused.conflict("node is not in a cluster, no join info available!");
        }
        NodeName preferred = node.orElse(place.here());
        if (ClusterTruth.member(image, preferred).isEmpty()) {
            throw Refused.badParameter("node", "node '" + preferred + "' is not a member of this cluster");
        }
        StringBuilder all = new StringBuilder();
        ClusterTruth.members(image).forEach(m -> all.append(m.text()));
        return new Information(sha1(all.toString()), nodes(image), preferred, totem(image));
    }

    private static String sha1(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-1 is missing from this JDK", e);
        }
    }

    private static Map<String, Object> totem(Image image) {
        return ClusterTruth.name(image)
                .map(name -> Map.<String, Object>of("cluster_name", name))
                .orElse(Map.of());
    }

    private List<Map<String, Object>> nodes(Image image) throws IOException {
        List<String> voting = voters.get();
        List<Map<String, Object>> all = new ArrayList<>();
        for (ClusterMember m : ClusterTruth.members(image)) {
            Map<String, Object> node = new LinkedHashMap<>();
            node.put("node", m.node().text());
            node.put("name", m.node().text());
            node.put("nodeid", m.number());
            node.put("pve_addr", m.host());
            node.put("quorum_votes", voting.contains(m.member()) ? 1 : 0);
            Optional<Document> shown = image.find(ClusterTruth.certificatePath(m.node()));
            if (shown.isPresent()) {
                node.put("pve_fp", Fingerprint.ofPem(shown.get().text()));
            }
            all.add(node);
        }
        return all;
    }
}
