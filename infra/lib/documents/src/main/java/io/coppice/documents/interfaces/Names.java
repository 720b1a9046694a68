package io.coppice.documents.interfaces;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What names and values of interfaces say of their kind. */
public final class Names {
    private static final Pattern CARD = Pattern.compile("(?:eth\\d+|en[^:.]+|ib[^:.]+|nic\\d+)");
    private static final Pattern DOTTED = Pattern.compile("([^:.]+)\\.(\\d+)");
    private static final int MOST_DIGITS = 9;
    private static final Pattern NUMBERED = Pattern.compile("vlan0*(\\d+)");

    private Names() {}

    /** Whether network cards are called so. */
    public static boolean isCard(String name) {
        return CARD.matcher(name).matches();
    }

    /** What stands before the dot or colon. */
    static Optional<String> parent(String name) {
        int end = Math.max(name.indexOf('.'), name.indexOf(':'));
        return end > 0 ? Optional.of(name.substring(0, end)) : Optional.empty();
    }

    /** The VLAN that {@code eth0.5} names, and the device below it. */
    static Optional<Tagged> dotted(String name) {
        Matcher m = DOTTED.matcher(name);
        return m.matches() ? Optional.of(new Tagged(m.group(1), m.group(2))) : Optional.empty();
    }

    /** The tag that {@code eth0.5} and {@code vlan5} name; any number. */
    public static Optional<Integer> tag(String name) {
        return dotted(name)
                .map(Tagged::tag)
                .or(() -> numbered(name))
                .map(t -> t.length() > MOST_DIGITS ? Integer.MAX_VALUE : Integer.parseInt(t));
    }

    /** A device and the tag of a VLAN on it. */
    record Tagged(String device, String tag) {}

    /** The tag that {@code vlan5} names. */
    static Optional<String> numbered(String name) {
        Matcher m = NUMBERED.matcher(name);
        return m.matches() ? Optional.of(m.group(1)) : Optional.empty();
    }

    /** The kind, from most telling to least. */
    static Kind kind(String name, Map<String, String> values, Links links) {
        Optional<Kind> ovs = Optional.ofNullable(values.get("ovs_type")).flatMap(Kind::of);
        if (ovs.isPresent() && ovs.get().isOvs()) {
            return ovs.get();
        }
        if (values.containsKey("bridge_ports")) {
            return Kind.BRIDGE;
        }
        if (values.containsKey("slaves")) {
            return Kind.BOND;
        }
        if (values.containsKey("vxlan-id")) {
            return Kind.VXLAN;
        }
        if (values.containsKey("vlan-raw-device") || dotted(name).isPresent()) {
            return Kind.VLAN;
        }
        return bare(name, links);
    }

    /** The kind of an interface that has no telling option. */
    private static Kind bare(String name, Links links) {
        if (name.equals("lo")) {
            return Kind.LOOPBACK;
        }
        if (name.indexOf(':') > 0) {
            return Kind.ALIAS;
        }
        if (name.matches("vmbr\\d+")) {
            return Kind.BRIDGE;
        }
        if (name.matches("bond\\d+")) {
            return Kind.BOND;
        }
        return isCard(name) || links.find(name).filter(Links.Link::isPhysical).isPresent() ? Kind.ETH : Kind.UNKNOWN;
    }
}
