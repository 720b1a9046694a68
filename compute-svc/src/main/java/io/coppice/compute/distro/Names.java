package io.coppice.compute.distro;

import io.coppice.compute.guest.Ct;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Host name, hosts and name servers: hostname(5), hosts(5), resolv.conf(5). */
record Names(String host, Optional<String> domain, List<String> search, List<String> servers, String address) {
    private static final String LOCALHOST = "localhost.localnet localhost";

    static Names of(Ct ct, Surroundings around) {
        List<String> search = ct.option("searchdomain").map(Names::words).orElse(around.search());
        List<String> servers = ct.option("nameserver").map(Names::words).orElse(around.nameservers());
        String[] parts = ct.name().split("\\.", 2);
        Optional<String> domain =
                parts.length > 1 ? Optional.of(parts[1]) : search.stream().findFirst();
        return new Names(parts[0], domain, search, servers, address(ct));
    }

    private static List<String> words(String text) {
        return List.of(text.strip().split("[\\s,;]+"));
    }

    /** The first that is fixed. */
    private static String address(Ct ct) {
        for (var nic : ct.nics()) {
            Network network = new Network(nic);
            Optional<Network.Address> fixed = network.v4().or(network::v6);
            if (fixed.isPresent()) {
                return fixed.get().ip();
            }
        }
        return "127.0.1.1";
    }

    void write(RootFolder root) throws IOException {
        root.write("etc/hostname", host + "\n");
        root.write("etc/hosts", hosts(root.read("etc/hosts").orElse("")));
        String before = root.read("etc/resolv.conf").orElse("");
        if (!search.isEmpty() || !servers.isEmpty()) {
            if (!root.exists("etc/resolv.conf")) {
                root.delete("etc/resolv.conf"); // a link to where a service would write one
            }
            // without a section of ours the whole file is a leftover of where the template was made
            root.write("etc/resolv.conf", Section.put(Section.isIn(before) ? before : "", resolver()));
        }
    }

    private String resolver() {
        StringBuilder text = new StringBuilder();
        if (!search.isEmpty()) {
            text.append("search ").append(String.join(" ", search)).append('\n');
        }
        servers.forEach(s -> text.append("nameserver ").append(s).append('\n'));
        return text.toString();
    }

    private String hosts(String before) {
        String others = Section.without(before);
        List<String> lines = new ArrayList<>();
        for (String loopback : List.of("127.0.0.1", "::1")) {
            boolean there = others.lines().anyMatch(l -> l.strip().matches(loopback.replace(".", "\\.") + "\\s.*"));
            if (!there) {
                lines.add(loopback + " " + LOCALHOST);
            }
        }
        lines.add(address + domain.map(d -> " " + host + "." + d).orElse("") + " " + host);
        String kept = before.replaceAll("(?m)^127\\.0\\.1\\.1\\s+LXC_NAME\\s*\\n", "");
        return Section.put(kept, String.join("\n", lines) + "\n");
    }
}
