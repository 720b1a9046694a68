package io.coppice.conformance.guest;

import com.fasterxml.jackson.databind.JsonNode;
import io.coppice.compute.qemu.Build;
import io.coppice.compute.qemu.Host;
import io.coppice.compute.qemu.Launch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The host and the QEMU that a suite describes, with what one case says otherwise. */
public final class SuiteHost {
    private SuiteHost() {}

    public static Launch.Surroundings of(JsonNode environment, JsonNode one) {
        String version = one.path("qemu_version")
                .asText(environment.path("default_qemu_version").asText());
        Host host = new Host(
                environment.path("node").asText(),
                one.path("host_arch")
                        .asText(environment.path("default_host_arch").asText()),
                one.path("host_cpu_vendor")
                        .asText(environment.path("default_host_cpu_vendor").asText()),
                environment.path("host_logical_cpus_at_least").asInt(),
                true,
                Optional.of(environment.path("iscsi_initiator").asText()),
                network(environment),
                pci(environment),
                models(environment.path("custom_cpu_models_conf").asText()),
                sev(environment, one));
        return new Launch.Surroundings(Build.branded(version), host);
    }

    private static Host.Network network(JsonNode environment) {
        Map<String, Integer> mtus = new LinkedHashMap<>();
        environment
                .path("bridge_mtu")
                .properties()
                .forEach(e -> mtus.put(e.getKey(), e.getValue().asInt()));
        return new Host.Network(
                mtus,
                mtus.getOrDefault("*", 1500),
                environment.path("spice_port").asInt());
    }

    private static Host.Pci pci(JsonNode environment) {
        List<String> devices = new ArrayList<>();
        environment.path("pci_devs").forEach(d -> devices.add(d.asText()));
        Map<String, List<String>> mappings = new LinkedHashMap<>();
        Set<String> mediated = new LinkedHashSet<>();
        environment.path("pci_map_config").path("ids").properties().forEach(e -> {
            List<String> paths = new ArrayList<>();
            e.getValue().path("map").forEach(m -> paths.add(m.asText().replaceFirst("^.*path=([^,]+).*$", "$1")));
            mappings.put(e.getKey(), paths);
            if (e.getValue().path("mdev").asInt() == 1) {
                mediated.add(e.getKey());
            }
        });
        return new Host.Pci(devices, mappings, mediated);
    }

    /** Sections {@code cpu-model: name}. */
    private static Map<String, Map<String, String>> models(String text) {
        Map<String, Map<String, String>> all = new LinkedHashMap<>();
        Map<String, String> keys = new LinkedHashMap<>();
        for (String line : text.split("\n")) {
            if (line.startsWith("cpu-model:")) {
                keys = new LinkedHashMap<>();
                all.put(line.substring(line.indexOf(':') + 1).strip(), keys);
            } else if (!line.isBlank()) {
                String[] parts = line.strip().split("\\s+", 2);
                keys.put(parts[0], parts.length > 1 ? parts[1] : "1");
            }
        }
        return all;
    }

    private static Host.Sev sev(JsonNode environment, JsonNode one) {
        JsonNode named = environment
                .path("cpu_hw_capabilities")
                .path(one.path("hw_capabilities").asText());
        JsonNode all = named.isMissingNode() ? environment.path("default_hw_capabilities") : named;
        JsonNode sev = all.path("amd-sev");
        return new Host.Sev(
                sev.path("cbitpos").asInt(), sev.path("reduced-phys-bits").asInt());
    }
}
