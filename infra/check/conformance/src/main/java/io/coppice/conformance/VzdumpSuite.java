package io.coppice.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.coppice.conformance.json.Cases;
import io.coppice.contract.schema.Formats;
import io.coppice.documents.backup.BackupSettings;
import io.coppice.documents.backup.GuestSelection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which guests a backup is of, and what holds for it. */
public final class VzdumpSuite implements Suite {
    @Override
    public String name() {
        return "vzdump";
    }

    @Override
    public Result run(Path contract, Path suites) {
        Path file = suites.resolve("vzdump.json");
        return Cases.read(file).map(VzdumpSuite::run).orElseGet(() -> Result.skipped("no " + file));
    }

    private static Result run(JsonNode suite) {
        Result.Tally tally = new Result.Tally();
        JsonNode included = suite.path("guest_included");
        for (JsonNode one : included.path("tests")) {
            tally.check(
                    one.path("name").asText(),
                    () -> Cases.difference(
                            one.path("test").path("expected"),
                            chosen(one.path("test").path("param"), included)));
        }
        for (JsonNode one : suite.path("options")) {
            if (one.has("expected")) {
                tally.check(
                        one.path("description").asText(), () -> Cases.difference(one.path("expected"), settings(one)));
            }
        }
        return tally.result();
    }

    private static Map<String, Object> chosen(JsonNode param, JsonNode all) {
        Map<String, String> nodes = new LinkedHashMap<>();
        all.path("vmlist")
                .path("ids")
                .properties()
                .forEach(e -> nodes.put(e.getKey(), e.getValue().path("node").asText()));
        Optional<String> pool = Cases.text(param.get("pool"));
        List<String> members = new ArrayList<>();
        pool.ifPresent(p -> all.path("pools").path(p).forEach(v -> members.add(v.asText())));
        GuestSelection selection = new GuestSelection(
                Cases.truth(param.get("all")),
                list(param, "vmid"),
                new HashSet<>(list(param, "exclude")),
                pool,
                Cases.text(param.get("node")));
        Map<String, Object> numbers = new LinkedHashMap<>();
        selection
                .of(nodes, members)
                .forEach((node, vmids) ->
                        numbers.put(node, vmids.stream().map(Long::parseLong).toList()));
        return numbers;
    }

    private static List<String> list(JsonNode param, String name) {
        return Cases.text(param.get(name)).map(Formats::split).orElse(List.of());
    }

    /** Only what the case looks at. */
    private static Map<String, @Nullable Object> settings(JsonNode one) {
        BackupSettings settings = BackupSettings.of(
                texts(one.path("cli_param")),
                Cases.text(one.path("storage_param").get("prune-backups")),
                texts(one.path("vzdump_param")),
                Map.of());
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> wanted : one.path("expected").properties()) {
            all.put(
                    wanted.getKey(),
                    switch (wanted.getKey()) {
                        case "prune-backups" -> settings.kept();
                        case "remove" -> settings.remove() ? 1 : 0;
                        case "mailto" -> settings.mailTo();
                        default -> settings.value(wanted.getKey()).orElse(null);
                    });
        }
        return all;
    }

    private static Map<String, String> texts(JsonNode params) {
        Map<String, String> all = new LinkedHashMap<>();
        params.properties().forEach(e -> Cases.text(e.getValue()).ifPresent(t -> all.put(e.getKey(), t)));
        return all;
    }
}
