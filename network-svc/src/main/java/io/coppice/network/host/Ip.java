package io.coppice.network.host;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.coppice.documents.interfaces.Links;
import io.coppice.servicekit.host.Commands;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** ip(8) and bridge(8). */
public final class Ip {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private final Commands commands;

    public Ip(Commands commands) {
        this.commands = commands;
    }

    /** All links by name, in the kernel's order. */
    public Map<String, Device> devices() throws IOException, InterruptedException {
        Map<String, Device> all = new LinkedHashMap<>();
        for (JsonNode link : ask("-details", "address", "show")) {
            if (link.hasNonNull("ifname")) {
                all.put(link.path("ifname").asText(), device(link));
            }
        }
        return all;
    }

    private static Device device(JsonNode link) {
        List<String> names = new ArrayList<>();
        link.path("altnames").forEach(n -> names.add(n.asText()));
        List<String> addresses = new ArrayList<>();
        for (JsonNode a : link.path("addr_info")) {
            if (a.hasNonNull("local") && !a.path("scope").asText().equals("link")) {
                addresses.add(
                        a.path("local").asText() + "/" + a.path("prefixlen").asInt());
            }
        }
        boolean up = false;
        for (JsonNode flag : link.path("flags")) {
            up |= flag.asText().equals("UP");
        }
        return new Device(
                link.path("ifname").asText(),
                names,
                link.path("link_type").asText(),
                text(link.path("linkinfo").path("info_kind")),
                text(link.path("master")),
                text(link.path("link")),
                link.path("mtu").asInt(),
                up,
                link.path("linkinfo").path("info_data").path("vlan_filtering").asInt() == 1,
                text(link.path("linkinfo").path("info_data").path("mode")),
                addresses);
    }

    private static Optional<String> text(JsonNode node) {
        return node.isTextual() ? Optional.of(node.asText()) : Optional.empty();
    }

    /** As the codec of the file wants them. */
    public static Links links(Map<String, Device> devices) {
        Map<String, Links.Link> all = new HashMap<>();
        Set<String> active = new LinkedHashSet<>();
        devices.forEach((name, d) -> {
            all.put(name, new Links.Link(name, d.alternatives(), d.type(), d.kind()));
            if (d.up()) {
                active.add(name);
            }
        });
        return new Links(all, active);
    }

    /** A default route. */
    public record Gateway(String device, String via, boolean six) {}

    public List<Gateway> gateways() throws IOException, InterruptedException {
        List<Gateway> all = new ArrayList<>();
        for (boolean six : new boolean[] {false, true}) {
            for (JsonNode route : ask(six ? "-6" : "-4", "route", "show", "default")) {
                all.add(new Gateway(
                        route.path("dev").asText(), route.path("gateway").asText(), six));
            }
        }
        return all;
    }

    /** The link by which packets to an address leave; none where there is no way to it. */
    public Optional<String> towards(String address) throws IOException, InterruptedException {
        Commands.Ended ended = commands.run(List.of("ip", "-json", "route", "get", address), LIMIT);
        if (!ended.ok() || ended.out().isBlank()) {
            return Optional.empty();
        }
        return text(JSON.readTree(ended.out()).path(0).path("dev")).filter(d -> !d.equals("lo"));
    }

    /** @throws IOException with the program's own words if it fails */
    public void run(List<String> argv) throws IOException, InterruptedException {
        Commands.Ended ended = commands.run(argv, LIMIT);
        if (!ended.ok()) {
            throw new IOException(
                    "'" + String.join(" ", argv) + "' failed: " + ended.err().strip());
        }
    }

    private JsonNode ask(String... arguments) throws IOException, InterruptedException {
        List<String> argv = new ArrayList<>(List.of("ip", "-json"));
        argv.addAll(List.of(arguments));
        Commands.Ended ended = commands.run(argv, LIMIT);
        if (!ended.ok()) {
            throw new IOException(
                    "'" + String.join(" ", argv) + "' failed: " + ended.err().strip());
        }
        return JSON.readTree(ended.out().isBlank() ? "[]" : ended.out());
    }
}
