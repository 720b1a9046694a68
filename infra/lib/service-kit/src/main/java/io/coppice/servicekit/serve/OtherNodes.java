package io.coppice.servicekit.serve;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.word.NodeName;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks all other nodes of the cluster the same at once, with the credentials of who asks here, for lists that are made of
 * every node's part. A node that is out of reach costs no time and has no part; nobody's silence fails the list.
 */
public final class OtherNodes {
    private static final Logger LOG = LoggerFactory.getLogger(OtherNodes.class);

    /** By then three beats are missed of a node that has just gone, and what was asked of it has failed. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Supplier<Map<NodeName, ServiceClient>> ways;

    private OtherNodes(Supplier<Map<NodeName, ServiceClient>> ways) {
        this.ways = ways;
    }

    public static OtherNodes of(NodeWays ways) {
        return new OtherNodes(ways::others);
    }

    /** Of a node that can tell all by itself. */
    public static OtherNodes none() {
        return new OtherNodes(Map::of);
    }

    /**
     * The entries of all that answered; blocks, three seconds at most.
     *
     * @param entry of the list that the endpoint answers
     */
    @SuppressWarnings("rawtypes")
    public <I extends Record, E> List<E> ask(Endpoint<I, List> endpoint, I input, Class<E> entry, Caller caller) {
        return askEach(endpoint, input, entry, caller).values().stream()
                .flatMap(Optional::stream)
                .flatMap(List::stream)
                .toList();
    }

    /** As {@link #ask}, by node; empty for one that does not answer. */
    @SuppressWarnings("rawtypes")
    public <I extends Record, E> Map<NodeName, Optional<List<E>>> askEach(
            Endpoint<I, List> endpoint, I input, Class<E> entry, Caller caller) {
        Dispatcher.Call call = new Dispatcher.Call(
                endpoint.toString(), endpoint.input().write(input), caller.credential(), caller.client(), null);
        Map<NodeName, CompletableFuture<Optional<List<E>>>> asked = new HashMap<>();
        ways.get()
                .forEach((node, way) -> asked.put(
                        node,
                        way.send(endpoint, call)
                                .toCompletionStage()
                                .toCompletableFuture()
                                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                                .thenApply(answered -> Optional.of(WireReader.list(answered.json(), entry)))
                                .exceptionally(failure -> {
                                    LOG.debug("node '{}' has no part in {}: {}", node, endpoint, failure.getMessage());
                                    return Optional.empty();
                                })));
        Map<NodeName, Optional<List<E>>> answers = new HashMap<>();
        asked.forEach((node, answer) -> answers.put(node, answer.join()));
        return answers;
    }
}
