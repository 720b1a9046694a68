package io.coppice.documents.access;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;

/** The fields of a line: separated by colons, free text percent-encoded where it holds what would end it. */
final class Fields {
    private Fields() {}

    static String line(String kind, String... fields) {
        return kind + ":" + String.join(":", fields) + ":\n";
    }

    static String escape(String text) {
        StringBuilder out = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            int c = b & 0xff;
            if (c < 0x20 || c == ':' || c == '%' || c == 0x7f) {
                out.append('%').append(String.format("%02X", c));
            } else {
                out.append((char) c);
            }
        }
        // bytes above ASCII were taken one by one: put them together again
        return new String(out.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    static String unescape(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    static Set<String> list(String text) {
        Set<String> all = new LinkedHashSet<>();
        for (String one : text.split("[,;\\s]+")) {
            if (!one.isEmpty()) {
                all.add(one);
            }
        }
        return all;
    }
}
