package io.coppice.metrics.server;

import io.coppice.contract.api.metrics.MetricServersApi;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.metrics.ServerKind;
import io.coppice.contract.metrics.ServerOptions;
import io.coppice.documents.section.SectionFile;
import io.coppice.documents.section.SectionFile.Section;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Routes;
import io.coppice.servicekit.truth.Decided;
import io.coppice.store.Change;
import io.coppice.store.Document;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** /cluster/metrics/server */
public final class ServerRoutes {
    private static final String OVERTAKEN = "detected modified configuration - file changed by other user? Try again.";
    private static final Set<String> NUMBERS = Set.of("port", "disable", "mtu", "timeout", "max-body-size");
    private final Definitions definitions;
    private final Check check;

    /** Whether a server can be sent to. */
    @FunctionalInterface
    public interface Check {
        /** @throws Refused naming the option that keeps it from being used */
        void require(Definition definition);
    }

    public ServerRoutes(Definitions definitions, Check check) {
        this.definitions = definitions;
        this.check = check;
    }

    public Routes routes() {
        return new Routes()
                .serve(MetricServersApi.LIST, (caller, in) -> list())
                .serve(MetricServersApi.READ, (caller, in) -> show(require(in.id())))
                .serve(MetricServersApi.CREATE, this::create)
                .serve(MetricServersApi.UPDATE, this::update)
                .serve(MetricServersApi.DELETE, this::delete);
    }

    private List<Map<String, Object>> list() {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Definition d : definitions.all()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("id", d.id());
            one.put("type", d.kind().label());
            one.put("server", d.host());
            one.put("port", d.port());
            one.put("disable", d.isDisabled());
            all.add(one);
        }
        return all;
    }

    private static Map<String, Object> show(Document document) {
        Section section = SectionFile.section(document.text());
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("id", section.id());
        all.put("type", section.type());
        section.properties().forEach((name, value) -> all.put(name, typed(name, value)));
        all.put("digest", document.digest());
        return all;
    }

    /** Numbers as such, as the list has them. */
    private static Object typed(String name, String value) {
        return NUMBERS.contains(name) && value.matches("\\d{1,9}") ? (Object) Integer.parseInt(value) : value;
    }

    private Document require(String id) {
        return definitions.find(id).orElseThrow(() -> Refused.notFound("metric server '" + id + "' does not exist"));
    }

    private @Nullable Void create(Caller caller, MetricServersApi.Create in) {
        Map<String, String> options = new LinkedHashMap<>(in.options().texts());
        requireKnown(in.type(), options);
        Optional<String> token = Optional.ofNullable(options.remove(ServerOptions.TOKEN));
        Definition made = new Definition(in.id(), in.type(), options, token);
        Change.Builder change = Change.by(Service.METRICS, caller.name())
                .absent(Definitions.FILE + in.id())
                .put(Definitions.FILE + in.id(), new Section(in.type().label(), in.id(), options).text());
        requireAbsent(in.id());
        requireUsable(made);
        token.ifPresent(t -> change.put(Definitions.tokenPath(in.id()), definitions.seal(t)));
        decided(() -> {
            requireAbsent(in.id());
            return change.build();
        });
        return null;
    }

    private void requireAbsent(String id) {
        if (definitions.find(id).isPresent()) {
            throw Refused.conflict("metric server '" + id + "' is there already");
        }
    }

    /** Others may change it meanwhile; what was found usable is not asked again, unless it comes out otherwise. */
    @Nullable
    Void update(Caller caller, MetricServersApi.Update in) {
        Set<Definition> usable = new HashSet<>();
        decided(() -> changed(caller, in, usable));
        return null;
    }

    private Change changed(Caller caller, MetricServersApi.Update in, Set<Definition> usable) {
        Document before = require(in.id());
        in.digest().filter(d -> !d.equals(before.digest())).ifPresent(d -> {
            throw Refused.conflict(OVERTAKEN);
        });
        Section section = SectionFile.section(before.text());
        ServerKind kind = Definitions.kind(section);
        Map<String, String> given = new LinkedHashMap<>(in.options().texts());
        requireKnown(kind, given);
        requireMayGo(kind, in.delete(), given);
        Optional<String> token = Optional.ofNullable(given.remove(ServerOptions.TOKEN));
        boolean withoutToken = in.delete().contains(ServerOptions.TOKEN);
        for (String gone : in.delete()) {
            section = section.without(gone);
        }
        for (Map.Entry<String, String> e : given.entrySet()) {
            section = section.with(e.getKey(), e.getValue());
        }
        Optional<String> kept =
                withoutToken ? Optional.empty() : definitions.read(section).token();
        Definition made = new Definition(in.id(), kind, section.properties(), token.or(() -> kept));
        if (!usable.contains(made)) {
            requireUsable(made);
            usable.add(made);
        }
        Change.Builder change =
                Change.by(Service.METRICS, caller.name()).unchanged(before).put(before.path(), section.text());
        token.ifPresent(t -> change.put(Definitions.tokenPath(in.id()), definitions.seal(t)));
        if (withoutToken) {
            change.delete(Definitions.tokenPath(in.id()));
        }
        return change.build();
    }

    private @Nullable Void delete(Caller caller, MetricServersApi.OfServer in) {
        decided(() -> {
            Document document = require(in.id());
            return Change.by(Service.METRICS, caller.name())
                    .unchanged(document)
                    .delete(document.path())
                    .delete(Definitions.tokenPath(in.id()))
                    .build();
        });
        return null;
    }

    private void decided(Supplier<Change> change) {
        Decided.anew(definitions.store(), Service.METRICS, () -> Optional.of(change.get()));
    }

    /** What would not be sent to need not answer. */
    private void requireUsable(Definition definition) {
        if (!definition.isDisabled()) {
            check.require(definition);
        }
    }

    private static void requireKnown(ServerKind kind, Map<String, String> given) {
        Map<String, String> errors = new LinkedHashMap<>();
        for (String name : given.keySet()) {
            if (!kind.options().contains(name)) {
                errors.put(
                        name,
                        "unexpected property '" + name + "': it does not belong to metric servers of type '"
                                + kind.label() + "'");
            }
        }
        given.forEach((name, value) -> {
            if (value.chars().anyMatch(Character::isISOControl)) {
                errors.put(name, "invalid format - it has control characters");
            }
        });
        if ("65536".equals(given.get("port"))) {
            errors.put("port", "invalid format - there is no port 65536; use 1 to 65535");
        }
        if (!errors.isEmpty()) {
            throw new Refused(new Failure.BadParameters(errors));
        }
    }

    private static void requireMayGo(ServerKind kind, List<String> gone, Map<String, String> given) {
        for (String name : gone) {
            if (name.equals("server") || name.equals("port") || !kind.options().contains(name)) {
                throw Refused.badParameter("delete", "unable to delete option '" + name + "'");
            }
            if (given.containsKey(name)) {
                throw Refused.badParameter("delete", "unable to set and delete '" + name + "' at the same time");
            }
        }
    }
}
