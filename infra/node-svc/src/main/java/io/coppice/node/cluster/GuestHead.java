package io.coppice.node.cluster;

import io.coppice.contract.word.Vmid;
import io.coppice.store.Document;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What lists need of a guest's configuration: the main section alone, read without checking it.
 *
 * @param kind {@code qemu} or {@code lxc}
 * @param options those that lists show or reckon with
 */
record GuestHead(Vmid vmid, String node, String kind, Map<String, String> options) {
    private static final Pattern PATH = Pattern.compile("nodes/([^/]+)/(qemu-server|lxc)/(\\d+)\\.conf");

    private static final Set<String> NEEDED =
            Set.of("name", "hostname", "memory", "sockets", "cores", "template", "tags", "lock");

    GuestHead {
        options = Map.copyOf(options);
    }

    /** Empty for documents that are no guest's configuration. */
    static Optional<GuestHead> of(Document document) {
        Matcher m = PATH.matcher(document.path());
        if (!m.matches()) {
            return Optional.empty();
        }
        Map<String, String> options = new HashMap<>();
        for (String line : document.text().split("\n")) {
            if (line.startsWith("[")) {
                break;
            }
            int colon = line.indexOf(": ");
            String option = line.substring(0, Math.max(0, colon));
            if (NEEDED.contains(option)) {
                options.put(option, line.substring(colon + 2).strip());
            }
        }
        return Optional.of(
                new GuestHead(Vmid.parse(m.group(3)), m.group(1), m.group(2).equals("lxc") ? "lxc" : "qemu", options));
    }

    String name() {
        String named = options.get(kind.equals("lxc") ? "hostname" : "name");
        return named != null ? named : (kind.equals("lxc") ? "CT" : "VM ") + vmid;
    }

    /** Bytes; the option is in MiB, for VMs possibly {@code current=512}. */
    long memory() {
        String digits = options.getOrDefault("memory", "512").replaceFirst("^current=", "");
        return digits.matches("\\d{1,9}") ? Long.parseLong(digits) << 20 : 512L << 20;
    }

    int processors() {
        return Math.max(1, number("sockets") * number("cores"));
    }

    private int number(String option) {
        String text = options.getOrDefault(option, "1");
        return text.matches("\\d{1,4}") ? Integer.parseInt(text) : 1;
    }

    boolean isTemplate() {
        return "1".equals(options.get("template"));
    }
}
