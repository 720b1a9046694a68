package io.coppice.contract.schema;

import static io.coppice.contract.schema.ScalarFormat.among;
import static io.coppice.contract.schema.ScalarFormat.either;
import static io.coppice.contract.schema.ScalarFormat.like;
import static io.coppice.contract.schema.ScalarFormat.of;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** Addresses, networks and interfaces. */
final class NetworkFormats {
    private static final ScalarFormat IPV4 = of(Addresses::isIpv4, "value does not look like a valid IPv4 address");
    private static final ScalarFormat IPV6 = of(Addresses::isIpv6, "value does not look like a valid IPv6 address");
    private static final String NO_IP = "value does not look like a valid IP address";

    private NetworkFormats() {}

    static Map<String, ScalarFormat> all() {
        Map<String, ScalarFormat> f = new LinkedHashMap<>();
        String octet = "(?i):[0-9a-f]{2}";
        f.put(
                "mac-addr",
                like(
                        "(?i)[a-f0-9][02468ace](?:" + octet + "){5}",
                        "value does not look like a valid unicast MAC address"));
        f.put(
                "mac-prefix",
                like(
                        "(?i)[a-f0-9][02468ace](?::[a-f0-9]{2}){0,2}(?::[a-f0-9]?)?",
                        "value is not a valid unicast MAC address prefix"));
        addresses(f);
        networks(f);
        ScalarFormat dns = like(ScalarFormat.DNS_NAME, "value does not look like a valid DNS name");
        f.put("dns-name", dns);
        f.put("address", either("value does not look like a valid address: %s", IPV4, IPV6, dns));
        f.put("pve-iface", like("(?i)[a-z][a-z0-9_]{1,20}(?:[:.]\\d+)?", "invalid network interface name '%s'"));
        f.put("pve-bridge-id", like("[-_.\\w]+", "invalid bridge ID '%s'"));
        f.put("bridge-pair", like("1|[-_.\\w]+(?::[-_.\\w]+)?", "'%s' is not a valid pair of bridges"));
        f.put("pve-vlan-id-or-range", of(NetworkFormats::isVlanRange, "invalid VLAN tag '%s'"));
        f.put("pve-sdn-bgp-rt", like("\\d{1,10}:\\d{1,10}", "value does not look like a valid BGP route target"));
        f.put(
                "pve-sdn-isis-net",
                like(
                        "(?i)[a-f0-9]{2}(?:\\.[a-f0-9]{4}){3,9}\\.[a-f0-9]{2}",
                        "value does not look like a valid isis net"));
        String name = "(?i)[a-z0-9][a-z0-9_\\-]*";
        f.put("pve-sdn-fabric-id", like(name, "value '%s' does not look like a valid fabric ID"));
        f.put("pve-sdn-route-map-id", like(name, "value '%s' does not look like a valid route map ID"));
        f.put("pve-sdn-prefix-list-id", like(name, "value '%s' does not look like a valid prefix list ID"));
        f.put(
                "pve-sdn-fabric-wireguard-interface",
                like("(?i)[a-z][a-z0-9_\\-.]{0,14}", "invalid network interface name '%s'"));
        f.put(
                "pve-sdn-subnet-id",
                of(
                        text -> Addresses.isCidr(text, 4, 0) || Addresses.isCidr(text, 6, 0) || isSubnetId(text),
                        "'%s' is not a valid subnet ID"));
        return f;
    }

    private static void addresses(Map<String, ScalarFormat> f) {
        f.put("ipv4", IPV4);
        f.put("ipv6", IPV6);
        f.put("ip", either(NO_IP, IPV4, IPV6));
        f.put("ipv4mask", of(NetworkFormats::isMask, "value does not look like a valid IP netmask"));
        f.put(
                "lxc-ip-with-ll-iface",
                of(
                        text -> IPV4.takes(text)
                                || IPV6.takes(text)
                                || text.matches("(?i)fe80:[^%]*%\\w+")
                                        && IPV6.takes(text.substring(0, text.indexOf('%'))),
                        NO_IP));
    }

    private static void networks(Map<String, ScalarFormat> f) {
        ScalarFormat v4 = of(t -> Addresses.isCidr(t, 4, 8), "value does not look like a valid IPv4 network");
        ScalarFormat v6 = of(t -> Addresses.isCidr(t, 6, 8), "value does not look like a valid IPv6 network");
        f.put("CIDRv4", v4);
        f.put("CIDRv6", v6);
        f.put("CIDR", either("value does not look like a valid CIDR network", v4, v6));
        f.put(
                "FullRangeCIDR",
                of(
                        t -> Addresses.isCidr(t, 4, 0) || Addresses.isCidr(t, 6, 0),
                        "value does not look like a valid CIDR network"));
        ScalarFormat any = either("value does not look like a valid IP address or CIDR network", IPV4, IPV6, v4, v6);
        f.put("IPorCIDR", any);
        ScalarFormat alias = like("(?i)[a-z][a-z0-9\\-_]+", "");
        f.put(
                "IPorCIDRorAlias",
                either("value does not look like a valid IP address, CIDR network or alias", any, alias));
        f.put(
                "pve-ipv4-config",
                either("value does not look like a valid ipv4 network configuration", among("", "dhcp", "manual"), v4));
        f.put(
                "pve-ipv6-config",
                either(
                        "value does not look like a valid ipv6 network configuration",
                        among("", "auto", "dhcp", "manual"),
                        v6));
    }

    /** A dotted netmask: ones, then zeros. */
    private static boolean isMask(String text) {
        if (!Addresses.isIpv4(text)) {
            return false;
        }
        long mask = Addresses.ipv4(text);
        return IntStream.rangeClosed(1, 32).anyMatch(bits -> mask == (0xFFFFFFFFL << (32 - bits) & 0xFFFFFFFFL));
    }

    private static boolean isVlanRange(String text) {
        if (!text.matches("\\d{1,4}(-\\d{1,4})?")) {
            return false;
        }
        String[] ends = text.split("-");
        int low = Integer.parseInt(ends[0]);
        int high = Integer.parseInt(ends[ends.length - 1]);
        return low >= 2 && high <= 4094 && (ends.length == 1 || low < high);
    }

    /** {@code zone-10.0.0.0-24}. */
    private static boolean isSubnetId(String text) {
        int mask = text.lastIndexOf('-');
        int address = mask < 0 ? -1 : text.lastIndexOf('-', mask - 1);
        if (address < 1) {
            return false;
        }
        String network = text.substring(address + 1, mask) + "/" + text.substring(mask + 1);
        return Addresses.isCidr(network, 4, 0) || Addresses.isCidr(network, 6, 0);
    }
}
