package io.coppice.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.coppice.conformance.endpoint.EndpointCheck;
import io.coppice.conformance.json.Cases;
import io.coppice.contract.api.Api;
import io.coppice.contract.endpoint.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Every endpoint that is declared, compared with the contract's method; and how much of the contract that is, by area. */
public final class ContractSuite implements Suite {
    private static final String NOT_YET = "docs/rules/not-yet-served.txt";

    @Override
    public String name() {
        return "contract";
    }

    @Override
    public Result run(Path contract, Path suites) {
        Path file = contract.resolve("pve-api.json");
        Optional<JsonNode> methods = Cases.read(file);
        if (methods.isEmpty()) {
            return Result.skipped("no " + file);
        }
        Map<String, JsonNode> theirs = new HashMap<>();
        methods.get()
                .forEach(m -> theirs.put(
                        m.path("method").asText() + " " + m.path("path").asText(), m));
        EndpointCheck check = new EndpointCheck(
                Cases.read(contract.resolve("option-formats.json")).orElse(MissingNode.getInstance()));
        Result.Tally tally = new Result.Tally();
        List<String> ours = new ArrayList<>();
        Set<String> declared = new HashSet<>();
        for (Endpoint<?, ?> e : Api.all()) {
            if (e.ours()) {
                ours.add(e.toString());
                continue;
            }
            declared.add(e.toString());
            tally.check(e.toString(), () -> {
                JsonNode method = theirs.get(e.toString());
                List<String> all = method == null ? List.of("not in the contract") : check.differences(method, e);
                return all.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", all));
            });
        }
        return tally.result(areas(theirs.keySet(), declared, ours.size()));
    }

    private static List<String> areas(Set<String> theirs, Set<String> declared, int ours) {
        Set<String> notYet = notYetServed();
        Map<String, int[]> byArea = new TreeMap<>();
        for (String method : theirs) {
            int[] counts = byArea.computeIfAbsent(area(method), a -> new int[3]);
            counts[2]++;
            if (declared.contains(method)) {
                counts[0]++;
                counts[1] += notYet.contains(method) ? 0 : 1;
            }
        }
        List<String> notes = new ArrayList<>();
        byArea.forEach((area, n) ->
                notes.add(String.format("%-9s declared %3d, implemented %3d, total %3d", area, n[0], n[1], n[2])));
        notes.add("ours      declared " + ours + " under /coppice");
        return notes;
    }

    private static String area(String method) {
        return method.substring(method.indexOf('/') + 1).split("/", 2)[0];
    }

    /** What is declared and answers 501, as the project's list has it. */
    private static Set<String> notYetServed() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path list = at.resolve(NOT_YET);
            if (Files.isRegularFile(list)) {
                try {
                    return Set.copyOf(Files.readAllLines(list));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return Set.of();
    }
}
