package io.coppice.documents.interfaces;

/** Net masks of IPv4, dotted or as the count of leading ones. */
public final class Masks {
    private Masks() {}

    /** The count for a dotted mask; any other text as it is. */
    public static String prefix(String mask) {
        String[] parts = mask.split("\\.");
        if (parts.length != 4) {
            return mask;
        }
        long bits = 0;
        for (String p : parts) {
            if (!p.matches("\\d{1,3}") || Integer.parseInt(p) > 255) {
                return mask;
            }
            bits = bits << 8 | Integer.parseInt(p);
        }
        int ones = Long.bitCount(bits);
        return bits == (0xFFFFFFFFL << (32 - ones) & 0xFFFFFFFFL) ? Integer.toString(ones) : mask;
    }
}
