package io.coppice.contract.schema;

/** Literal IP addresses. Nothing here resolves a name. */
final class Addresses {
    private Addresses() {}

    static boolean isIpv4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return false;
        }
        for (String part : parts) {
            if (!part.matches("0|[1-9]\\d{0,2}") || Integer.parseInt(part) > 255) {
                return false;
            }
        }
        return true;
    }

    /** @param text for which {@link #isIpv4} holds */
    static long ipv4(String text) {
        long all = 0;
        for (String part : text.split("\\.")) {
            all = all << 8 | Integer.parseInt(part);
        }
        return all;
    }

    static boolean isIpv6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text, true) == 8;
        }
        String before = text.substring(0, gap);
        String after = text.substring(gap + 2);
        int front = before.isEmpty() ? 0 : groups(before, false);
        int back = after.isEmpty() ? 0 : groups(after, true);
        return front >= 0 && back >= 0 && front + back <= 7;
    }

    /** How many groups of sixteen bits; -1 where one is none. An IPv4 address at the end counts as two. */
    private static int groups(String text, boolean atEnd) {
        String[] parts = text.split(":", -1);
        int count = 0;
        for (int i = 0; i < parts.length; i++) {
            if (atEnd && i == parts.length - 1 && isIpv4(parts[i])) {
                count += 2;
            } else if (parts[i].matches("[0-9a-fA-F]{1,4}")) {
                count++;
            } else {
                return -1;
            }
        }
        return count;
    }

    /** @param version 4 or 6 */
    static boolean isCidr(String text, int version, int leastBits) {
        int slash = text.indexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("0|[1-9]\\d{0,2}")) {
            return false;
        }
        String address = text.substring(0, slash);
        int bits = Integer.parseInt(text.substring(slash + 1));
        return version == 4
                ? isIpv4(address) && bits >= leastBits && bits <= 32
                : isIpv6(address) && bits >= leastBits && bits <= 128;
    }
}
