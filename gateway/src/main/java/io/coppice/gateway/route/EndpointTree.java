package io.coppice.gateway.route;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Verb;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All endpoints as a tree of path segments; a literal segment goes before a parameter. */
public final class EndpointTree {
    /** Internal endpoints, which only services call. */
    private static final String INTERNAL = "/coppice/internal/";

    /** Parameters that take all the rest of a path: volume names have slashes of their own, and clients send them raw. */
    private static final Set<String> TAKES_THE_REST = Set.of("volume");

    private final Node root = new Node();

    /** What a path led to. */
    public record Match(Endpoint<?, ?> endpoint, Map<String, String> pathParameters) {}

    private static final class Node {
        final Map<String, Node> literals = new TreeMap<>();

        @Nullable
        Node parameter;

        String parameterName = "";
        final Map<Verb, Endpoint<?, ?>> endpoints = new EnumMap<>(Verb.class);
    }

    public EndpointTree(Collection<Endpoint<?, ?>> endpoints) {
        for (Endpoint<?, ?> e : endpoints) {
            if (!e.path().text().startsWith(INTERNAL)) {
                add(e);
            }
        }
    }

    private void add(Endpoint<?, ?> e) {
        Node at = root;
        for (String segment : e.path().segments()) {
            if (segment.startsWith("{")) {
                if (at.parameter == null) {
                    at.parameter = new Node();
                    at.parameterName = segment.substring(1, segment.length() - 1);
                }
                at = at.parameter;
            } else {
                at = at.literals.computeIfAbsent(segment, s -> new Node());
            }
        }
        if (at.endpoints.put(e.verb(), e) != null) {
            throw new IllegalArgumentException(e + " is declared twice");
        }
    }

    /**
     * @param segments decoded, without empty ones
     * @return empty where nothing is declared for this method and path
     */
    public Optional<Match> find(Verb verb, List<String> segments) {
        Map<String, String> parameters = new HashMap<>();
        Node at = walk(segments, parameters);
        if (at == null) {
            return Optional.empty();
        }
        Endpoint<?, ?> e = at.endpoints.get(verb);
        return e == null ? Optional.empty() : Optional.of(new Match(e, named(e, segments, parameters)));
    }

    /** {@code GET, HEAD, PUT, OPTIONS}; empty where there is no endpoint. */
    public String methods(List<String> segments) {
        Node at = walk(segments, new HashMap<>());
        if (at == null || at.endpoints.isEmpty()) {
            return "";
        }
        List<String> names = new ArrayList<>();
        at.endpoints.keySet().forEach(v -> {
            names.add(v.name());
            if (v == Verb.GET) {
                names.add("HEAD");
            }
        });
        names.add("OPTIONS");
        return String.join(", ", names);
    }

    /** The literal segments right below a template's place: what an index lists. */
    public List<String> below(Endpoint<?, ?> index) {
        Node at = root;
        for (String segment : index.path().segments()) {
            Node next = segment.startsWith("{") ? at.parameter : at.literals.get(segment);
            if (next == null) {
                return List.of();
            }
            at = next;
        }
        return new ArrayList<>(at.literals.keySet());
    }

    private @Nullable Node walk(List<String> segments, Map<String, String> parameters) {
        Node at = root;
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            Node next = at.literals.get(segment);
            if (next == null) {
                if (at.parameter == null) {
                    return null;
                }
                if (TAKES_THE_REST.contains(at.parameterName)) {
                    parameters.put(at.parameterName, String.join("/", segments.subList(i, segments.size())));
                    return at.parameter;
                }
                parameters.put(at.parameterName, segment);
                next = at.parameter;
            }
            at = next;
        }
        return at;
    }

    /** The same place may be called {userid} by one endpoint and {id} by another. */
    private static Map<String, String> named(Endpoint<?, ?> e, List<String> segments, Map<String, String> found) {
        Map<String, String> named = new HashMap<>();
        List<String> template = e.path().segments();
        for (int i = 0; i < template.size(); i++) {
            String t = template.get(i);
            if (t.startsWith("{")) {
                String name = t.substring(1, t.length() - 1);
                named.put(
                        name,
                        TAKES_THE_REST.contains(name) ? found.getOrDefault(name, segments.get(i)) : segments.get(i));
            }
        }
        return named;
    }
}
