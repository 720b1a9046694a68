package io.coppice.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.coppice.conformance.json.Cases;
import io.coppice.documents.backup.Keep;
import io.coppice.documents.backup.Retention;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which backups are kept, protected, or removed. */
public final class RetentionSuite implements Suite {
    @Override
    public String name() {
        return "prune";
    }

    @Override
    public Result run(Path contract, Path suites) {
        Path file = suites.resolve("prune.json");
        return Cases.read(file).map(RetentionSuite::run).orElseGet(() -> Result.skipped("no " + file));
    }

    private static Result run(JsonNode suite) {
        Result.Tally tally = new Result.Tally();
        for (JsonNode one : suite.path("cases")) {
            JsonNode list = suite.path("lists").path(Cases.text(one.get("list")).orElse("default"));
            tally.check(
                    one.path("description").asText(), () -> Cases.difference(one.path("expected"), marked(one, list)));
        }
        return tally.result();
    }

    private static List<Object> marked(JsonNode one, JsonNode list) {
        Optional<String> vmid = Cases.text(one.get("vmid"));
        List<Retention.Backup> backups = new ArrayList<>();
        for (JsonNode b : list) {
            Optional<String> owner = Cases.text(b.get("vmid"));
            if (vmid.isEmpty() || vmid.equals(owner)) {
                backups.add(new Retention.Backup(
                        b.path("volid").asText(), owner, b.path("ctime").asLong(), Cases.truth(b.get("protected"))));
            }
        }
        String keep = one.path("keep").properties().stream()
                .map(e -> e.getKey() + "=" + Cases.text(e.getValue()).orElse("0"))
                .collect(Collectors.joining(","));
        List<Object> all = new ArrayList<>();
        Retention.mark(backups, Keep.parse(keep), Cases.text(one.get("type")), ZoneOffset.UTC)
                .forEach(m -> all.add(fields(m)));
        return all;
    }

    private static Map<String, @Nullable Object> fields(Retention.Marked m) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("volid", m.volid());
        fields.put("type", m.type());
        fields.put("vmid", m.vmid());
        fields.put("ctime", m.seconds());
        fields.put("mark", m.mark().word());
        return fields;
    }
}
