package io.coppice.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.coppice.compute.guest.RunFolder;
import io.coppice.compute.guest.Vm;
import io.coppice.compute.qemu.CommandLine;
import io.coppice.compute.qemu.Launch;
import io.coppice.conformance.guest.SuiteHost;
import io.coppice.conformance.guest.SuiteStorages;
import io.coppice.conformance.json.Cases;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** QEMU's arguments for configurations, option by option, with the original's build of QEMU as the surroundings. */
public final class CommandLineSuite implements Suite {
    @Override
    public String name() {
        return "cfg2cmd";
    }

    @Override
    public Result run(Path contract, Path suites) {
        Path file = suites.resolve("cfg2cmd.json");
        Optional<JsonNode> suite = Cases.read(file);
        if (suite.isEmpty()) {
            return Result.skipped("no " + file);
        }
        JsonNode environment = suite.get().path("environment");
        Result.Tally tally = new Result.Tally();
        for (JsonNode one : suite.get().path("cases")) {
            tally.check(one.path("name").asText(), () -> difference(environment, one));
        }
        return tally.result();
    }

    private static Optional<String> difference(JsonNode environment, JsonNode one) {
        Optional<String> error = Cases.text(one.get("expected_error"));
        try {
            List<String> found = options(arguments(environment, one));
            if (error.isPresent()) {
                return Optional.of("should have failed with " + error.get());
            }
            List<String> args = new ArrayList<>();
            one.path("expected_command_args").forEach(a -> args.add(a.asText()));
            return difference(options(args), found);
        } catch (Refused e) {
            return Cases.difference(error.orElse("no error"), e.failure().text());
        }
    }

    private static List<String> arguments(JsonNode environment, JsonNode one) {
        Vmid vmid = new Vmid(environment.path("vmid").asInt());
        Vm vm = Vm.parse(vmid, one.path("config").asText());
        return CommandLine.of(new Launch(
                vm,
                new SuiteStorages(environment).openings(vm),
                new RunFolder(Path.of("/var/run/qemu-server")),
                Launch.Accelerator.KVM,
                false,
                SuiteHost.of(environment, one)));
    }

    /** Each option with its value. */
    private static List<String> options(List<String> args) {
        List<String> all = new ArrayList<>();
        for (String a : args) {
            if (a.startsWith("-") || all.isEmpty()) {
                all.add(a);
            } else {
                all.set(all.size() - 1, all.getLast() + " " + a);
            }
        }
        return all;
    }

    private static Optional<String> difference(List<String> expected, List<String> found) {
        if (expected.equals(found)) {
            return Optional.empty();
        }
        List<String> missing = new ArrayList<>(expected);
        found.forEach(missing::remove);
        List<String> surplus = new ArrayList<>(found);
        expected.forEach(surplus::remove);
        return Optional.of(
                missing.isEmpty() && surplus.isEmpty()
                        ? "another order: expected " + expected + " but got " + found
                        : "missing " + missing + ", surplus " + surplus);
    }
}
