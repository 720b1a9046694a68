package io.coppice.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.coppice.contract.api.Api;
import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Service;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** ARCHITECTURE.md tells which service owns which part of the API. */
class PrefixTableTest {
    @Test
    void the_table_is_what_the_endpoints_say() {
        Map<String, String> rows = new TreeMap<>();
        // indexes are the gateway's wherever they lie
        List<Endpoint<?, ?>> owned =
                Api.all().stream().filter(e -> e.body() != Endpoint.Body.INDEX).toList();
        collect("", owned, rows);
        String table = rows.entrySet().stream()
                .map(r -> "| `" + r.getKey() + "` | " + r.getValue() + " |\n")
                .collect(Collectors.joining("", "| URL prefix | service |\n|---|---|\n", ""));
        String written = Project.text(Project.ROOT.resolve("ARCHITECTURE.md"))
                .lines()
                .dropWhile(l -> !l.startsWith("| URL prefix"))
                .takeWhile(l -> l.startsWith("|"))
                .map(l -> l + "\n")
                .collect(Collectors.joining());
        assertEquals(table, written, "paste the first into ARCHITECTURE.md");
    }

    /** A row for the prefix where one service owns all below it; else one for itself, and one for each part below. */
    private static void collect(String prefix, List<Endpoint<?, ?>> below, Map<String, String> rows) {
        TreeSet<Service> owners = below.stream().map(Endpoint::service).collect(Collectors.toCollection(TreeSet::new));
        if (owners.size() == 1) {
            rows.put(prefix, owners.first().label());
            return;
        }
        Map<Boolean, List<Endpoint<?, ?>>> here = below.stream()
                .collect(Collectors.partitioningBy(e -> e.path().text().equals(prefix)));
        if (!here.get(true).isEmpty()) {
            rows.put(
                    prefix + " itself",
                    here.get(true).stream()
                            .map(e -> e.service().label())
                            .distinct()
                            .sorted()
                            .collect(Collectors.joining(", ")));
        }
        here.get(false).stream()
                .collect(Collectors.groupingBy(e -> prefix + "/"
                        + e.path().text().substring(prefix.length() + 1).split("/", 2)[0]))
                .forEach((next, endpoints) -> collect(next, endpoints, rows));
    }
}
