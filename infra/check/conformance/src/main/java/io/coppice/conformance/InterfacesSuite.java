package io.coppice.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.coppice.conformance.json.Cases;
import io.coppice.documents.interfaces.Fields;
import io.coppice.documents.interfaces.Iface;
import io.coppice.documents.interfaces.Interfaces;
import io.coppice.documents.interfaces.Links;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code /etc/network/interfaces}, read beside what runs, and written. */
public final class InterfacesSuite implements Suite {
    @Override
    public String name() {
        return "netifs";
    }

    @Override
    public Result run(Path contract, Path suites) {
        Path file = suites.resolve("netifs.json");
        return Cases.read(file).map(InterfacesSuite::run).orElseGet(() -> Result.skipped("no " + file));
    }

    private static Result run(JsonNode suite) {
        Result.Tally tally = new Result.Tally();
        for (JsonNode one : suite.path("cases")) {
            int number = 0;
            for (JsonNode step : one.path("steps")) {
                tally.check(
                        one.path("name").asText() + " " + ++number + " "
                                + step.path("op").asText(),
                        () -> step.path("op").asText().equals("parse") ? parsed(step) : written(step));
            }
        }
        return tally.result();
    }

    private static Optional<String> parsed(JsonNode step) {
        Links links = links(step);
        Interfaces file = Interfaces.parse(step.path("input").asText(), links);
        Map<String, Object> ifaces = new LinkedHashMap<>();
        file.all().forEach((name, i) -> ifaces.put(name, Fields.of(i, file, links)));
        List<Object> lines = new ArrayList<>();
        file.lines().forEach(l -> lines.add(List.of(l.place(), l.text())));
        return Cases.difference(step.get("parsed"), Map.of("ifaces", ifaces, "options", lines));
    }

    private static Optional<String> written(JsonNode step) {
        Map<String, Iface> all = new LinkedHashMap<>();
        step.path("config")
                .path("ifaces")
                .properties()
                .forEach(e -> all.put(e.getKey(), iface(e.getKey(), e.getValue())));
        List<Interfaces.Line> lines = new ArrayList<>();
        step.path("config")
                .path("options")
                .forEach(l -> lines.add(
                        new Interfaces.Line(l.path(0).asInt(), l.path(1).asText())));
        return Cases.difference(step.path("expected").asText(), new Interfaces(all, lines, List.of()).print());
    }

    private static Iface iface(String name, JsonNode json) {
        Map<String, Object> fields = new LinkedHashMap<>();
        json.properties().forEach(e -> {
            Object value = Cases.plain(e.getValue());
            if (value != null) {
                fields.put(e.getKey(), value);
            }
        });
        return Fields.iface(name, fields);
    }

    private static Links links(JsonNode step) {
        Map<String, Links.Link> all = new HashMap<>();
        step.path("ip_links").properties().forEach(e -> {
            List<String> alternatives = new ArrayList<>();
            e.getValue().path("altnames").forEach(a -> alternatives.add(a.asText()));
            Optional<String> kind = Cases.text(e.getValue().path("linkinfo").get("info_kind"));
            all.put(
                    e.getKey(),
                    new Links.Link(
                            e.getKey(),
                            alternatives,
                            e.getValue().path("link_type").asText(),
                            kind));
        });
        Set<String> active = new HashSet<>();
        step.path("active").forEach(a -> active.add(a.asText()));
        return new Links(all, active);
    }
}
