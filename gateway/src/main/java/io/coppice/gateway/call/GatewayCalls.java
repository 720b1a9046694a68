package io.coppice.gateway.call;

import io.coppice.access.Identity;
import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Upload;
import io.coppice.contract.endpoint.Verb;
import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.gateway.route.EndpointTree;
import io.coppice.servicekit.list.Page;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Credential;
import io.coppice.servicekit.serve.Dispatcher;
import io.coppice.servicekit.serve.Gatekeeper;
import io.coppice.servicekit.serve.NodeWays;
import io.coppice.servicekit.serve.ServiceClient;
import io.coppice.servicekit.serve.WireJson;
import io.coppice.store.seen.RevisionGate;
import io.vertx.core.Context;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides a call as far as the gateway can, and brings it to its service. */
public final class GatewayCalls {
    private final EndpointTree tree;
    private final Gatekeeper gatekeeper;
    private final CsrfCheck csrf;
    private final NodeWays nodes;
    private static final Duration SEEN_WITHIN = Duration.ofSeconds(1);
    private final RevisionGate gate;
    private final Dispatcher local;

    /** Whether a CSRF token belongs to a user. */
    @FunctionalInterface
    public interface CsrfCheck {
        boolean holds(Caller caller, String token);
    }

    /** @param local what the gateway answers itself */
    public GatewayCalls(
            EndpointTree tree,
            Gatekeeper gatekeeper,
            CsrfCheck csrf,
            NodeWays nodes,
            RevisionGate gate,
            Dispatcher local) {
        this.tree = tree;
        this.gatekeeper = gatekeeper;
        this.csrf = csrf;
        this.nodes = nodes;
        this.gate = gate;
        this.local = local;
    }

    /** Who asks, as the headers show it. */
    public record Asker(Credential credential, String csrfToken, String client) {}

    /** A call whose sender may make it, as far as its head tells. */
    public record Admitted(EndpointTree.Match match, Caller caller, Asker asker) {
        /** Whether it came without a login, so that little is to be expected of it. */
        public boolean isNobody() {
            return caller.identity() instanceof Identity.Nobody;
        }
    }

    /** The methods that a path knows, as the header {@code Allow} has them; empty where it is no endpoint's. */
    public String methods(List<String> segments) {
        return tree.methods(segments);
    }

    /**
     * Decides what the head of a request decides, before its body is read.
     *
     * @throws Refused for an unknown endpoint, a credential that does not hold, a missing CSRF token
     */
    public Admitted admit(Verb verb, String path, List<String> segments, Asker asker) {
        EndpointTree.Match match =
                tree.find(verb, segments).orElseThrow(() -> new Refused(new Failure.NotImplemented(verb.name(), path)));
        Endpoint<?, ?> e = match.endpoint();
        if (e.guard().needsNoLogin()) {
            // a wrong or old ticket that a client happens to send must not keep it from logging in
            return new Admitted(
                    match,
                    gatekeeper.admit(new Credential.None(), asker.client()),
                    new Asker(new Credential.None(), "", asker.client()));
        }
        if (asker.credential() instanceof Credential.None) {
            throw new Refused(new Failure.Unauthenticated("No ticket"));
        }
        Caller caller = gatekeeper.admit(asker.credential(), asker.client());
        if (verb != Verb.GET
                && asker.credential() instanceof Credential.Ticket
                && !csrf.holds(caller, asker.csrfToken())) {
            throw new Refused(new Failure.Unauthenticated("Permission denied - invalid csrf token"));
        }
        if (!e.tokensAllowed() && asker.credential() instanceof Credential.ApiToken) {
            throw new Refused(new Failure.Forbidden("", ""));
        }
        return new Admitted(match, caller, asker);
    }

    /**
     * Does an admitted call.
     *
     * @param given the parameters of query or body
     * @param loop the event loop of the client's connection, for what is passed on to it
     * @throws Refused as the gateway or the service refuses it
     */
    public ServiceClient.Answered perform(
            Admitted admitted, Map<String, Object> given, @Nullable Upload upload, Context loop)
            throws InterruptedException {
        Endpoint<?, ?> e = admitted.match().endpoint();
        Map<String, Object> checked = check(admitted, given);
        ServiceClient services = services(e, checked);
        if (local.serves(e)) {
            return answered(local.dispatch(e, admitted.caller(), checked));
        }
        if (e.body() == Endpoint.Body.INDEX) {
            return answered(tree.below(e).stream()
                    .map(name -> Map.of("name", name, "subdir", name))
                    .toList());
        }
        Dispatcher.Call call = new Dispatcher.Call(
                e.toString(),
                checked,
                admitted.asker().credential(),
                admitted.asker().client(),
                upload);
        ServiceClient.Answered answered = services.sendAndWait(e, call, e.body() == Endpoint.Body.PLAIN, loop);
        gate.await(answered.revision(), SEEN_WITHIN);
        return answered;
    }

    /**
     * Opens the tunnel that an admitted call asks for, waiting for it.
     *
     * @param loop the event loop of the client's connection
     * @throws Refused as the gateway or the service refuses it
     */
    public ServiceClient.Opened tunnel(Admitted admitted, Map<String, Object> given, Context loop) {
        Endpoint<?, ?> e = admitted.match().endpoint();
        Map<String, Object> checked = check(admitted, given);
        return services(e, checked)
                .tunnelAndWait(
                        e,
                        new Dispatcher.Call(
                                e.toString(),
                                checked,
                                admitted.asker().credential(),
                                admitted.asker().client(),
                                null),
                        loop);
    }

    /**
     * The parameters of an admitted call.
     *
     * @throws Refused where they are wrong, or the caller may not
     */
    public Map<String, Object> check(Admitted admitted, Map<String, Object> given) {
        Endpoint<?, ?> e = admitted.match().endpoint();
        given.putAll(admitted.match().pathParameters());
        Map<String, Object> checked = e.input().check(given);
        gatekeeper.decide(e.guard(), admitted.caller(), checked);
        return checked;
    }

    private ServiceClient.Answered answered(@Nullable Object value) {
        return value instanceof Page page
                ? new ServiceClient.Answered(WireJson.bytes(page.entries()), gate.revision(), "" + page.total())
                : new ServiceClient.Answered(WireJson.bytes(value), gate.revision());
    }

    /** Whether the client has seen more of the truth than this process; then {@link #catchUp} comes first. */
    public boolean isBehind(String revision) {
        return gate.isBehind(revision);
    }

    /** Waits, a second at most, until this process has seen what the client has. */
    public void catchUp(String revision) throws InterruptedException {
        gate.await(revision, SEEN_WITHIN);
    }

    /** The services of the node that the call is for. */
    private ServiceClient services(Endpoint<?, ?> e, Map<String, Object> checked) {
        // below /cluster a node is what the call is about, and not who answers it
        boolean ofNode =
                e.path().parameters().contains("node") && !e.path().text().startsWith("/cluster/");
        String node =
                ofNode ? String.valueOf(checked.get("node")) : nodes.here().text();
        return nodes.to(node).orElseThrow(() -> Refused.conflict("no such cluster node '" + node + "'"));
    }
}
