package io.coppice.contract.schema;

import static io.coppice.contract.schema.ScalarFormat.among;
import static io.coppice.contract.schema.ScalarFormat.like;
import static io.coppice.contract.schema.ScalarFormat.of;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** What firewall rules hold. Whether a named set, alias, service or protocol exists is the firewall's to say. */
final class FirewallFormats {
    private static final Pattern NAMED =
            Pattern.compile("(?i)\\+?(?:(?:dc|guest|sdn)/)?[a-z][a-z0-9\\-_]*(?:[./][a-z0-9\\-_]+)*");

    private FirewallFormats() {}

    static Map<String, ScalarFormat> all() {
        Map<String, ScalarFormat> f = new LinkedHashMap<>();
        f.put("pve-fw-addr-spec", of(FirewallFormats::isAddresses, "invalid IP address or network: %s"));
        ScalarFormat ports = of(FirewallFormats::isPorts, "invalid port '%s'");
        f.put("pve-fw-dport-spec", ports);
        f.put("pve-fw-sport-spec", ports);
        f.put("pve-fw-icmp-type-spec", like("(?i)[a-z][a-z0-9\\-]*|\\d{1,3}(?:/\\d{1,3})?", "unknown icmp-type '%s'"));
        f.put("pve-fw-protocol-spec", like("(?i)[a-z][a-z0-9\\-+.]*|\\d{1,3}", "unknown protocol '%s'"));
        f.put(
                "pve-fw-conntrack-helper",
                among(
                        "unknown conntrack helper '%s'",
                        "amanda", "ftp", "irc", "netbios-ns", "pptp", "sane", "sip", "snmp", "tftp"));
        return f;
    }

    private static boolean isAddresses(String text) {
        if (NAMED.matcher(text).matches()) {
            return true;
        }
        return !text.isEmpty() && Formats.split(text).stream().allMatch(FirewallFormats::isAddress);
    }

    private static boolean isAddress(String text) {
        int dash = text.indexOf('-');
        if (dash > 0) {
            String low = text.substring(0, dash);
            String high = text.substring(dash + 1);
            return Addresses.isIpv4(low) && Addresses.isIpv4(high) && Addresses.ipv4(low) <= Addresses.ipv4(high)
                    || Addresses.isIpv6(low) && Addresses.isIpv6(high);
        }
        return Addresses.isIpv4(text)
                || Addresses.isIpv6(text)
                || Addresses.isCidr(text, 4, 0)
                || Addresses.isCidr(text, 6, 0);
    }

    private static boolean isPorts(String text) {
        for (String part : text.split(",", -1)) {
            boolean service = part.matches("(?i)[a-z][a-z0-9\\-_+.]*");
            if (!service && !part.matches("\\d{1,5}(?::\\d{1,5})?")) {
                return false;
            }
            String[] ends = part.split(":");
            if (!service
                    && (Integer.parseInt(ends[ends.length - 1]) > 65535
                            || Integer.parseInt(ends[0]) > Integer.parseInt(ends[ends.length - 1]))) {
                return false;
            }
        }
        return true;
    }
}
