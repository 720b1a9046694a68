package io.coppice.cli.line;

import io.coppice.cli.verb.Programs;
import io.coppice.cli.verb.Verb;
import io.coppice.contract.api.Api;
import io.coppice.contract.endpoint.Endpoint;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The endpoints of this version, by what verbs call them. */
public final class Endpoints {
    private final Map<String, Endpoint<?, ?>> byText = new HashMap<>();

    public Endpoints() {
        Api.all().forEach(e -> byText.put(e.toString(), e));
    }

    public Optional<Endpoint<?, ?>> of(Verb verb) {
        return Optional.ofNullable(byText.get(verb.endpoint().replace(Programs.FOLLOW_MARK, "")));
    }

    public Collection<Endpoint<?, ?>> all() {
        return byText.values();
    }
}
