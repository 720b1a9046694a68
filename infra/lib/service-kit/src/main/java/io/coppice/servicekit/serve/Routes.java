package io.coppice.servicekit.serve;

import io.coppice.contract.endpoint.Endpoint;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What one service serves: handlers by endpoint, and the rules that its guards name. */
public final class Routes {
    private final Map<String, Served<?, ?>> served = new LinkedHashMap<>();
    private final Map<String, GuardRule> rules = new LinkedHashMap<>();

    /** An endpoint with its handler. */
    public record Served<I extends Record, O>(Endpoint<I, O> endpoint, Handler<I, O> handler) {}

    /** @throws IllegalStateException if it is served already */
    public <I extends Record, O> Routes serve(Endpoint<I, O> endpoint, Handler<I, O> handler) {
        if (served.put(endpoint.toString(), new Served<>(endpoint, handler)) != null) {
            throw new IllegalStateException(endpoint + " is served twice");
        }
        return this;
    }

    /** Names a rule that guards of these endpoints refer to. */
    public Routes rule(String name, GuardRule rule) {
        if (rules.put(name, rule) != null) {
            throw new IllegalStateException("the rule " + name + " is defined twice");
        }
        return this;
    }

    /** Takes over all of another's routes and rules. */
    public Routes add(Routes other) {
        other.served.values().forEach(this::addServed);
        other.rules.forEach(this::rule);
        return this;
    }

    /** A part of these routes, for a door that leads to nothing else; rules do not come along. */
    public Routes only(Endpoint<?, ?> endpoint) {
        Routes part = new Routes();
        find(endpoint.toString()).ifPresent(part::addServed);
        return part;
    }

    private <I extends Record, O> void addServed(Served<I, O> s) {
        serve(s.endpoint(), s.handler());
    }

    public Optional<Served<?, ?>> find(String endpoint) {
        return Optional.ofNullable(served.get(endpoint));
    }

    public Collection<Served<?, ?>> all() {
        return Collections.unmodifiableCollection(served.values());
    }

    Optional<GuardRule> rule(String name) {
        return Optional.ofNullable(rules.get(name));
    }
}
