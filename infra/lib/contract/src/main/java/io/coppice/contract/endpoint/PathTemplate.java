package io.coppice.contract.endpoint;

import java.util.ArrayList;
import java.util.List;

/** A path such as {@code /nodes/{node}/qemu}; braces name parameters, each a whole segment. */
public record PathTemplate(String text) {
    public PathTemplate {
        if (!text.startsWith("/") || text.endsWith("/")) {
            throw new IllegalArgumentException("a path starts with a slash and ends without: " + text);
        }
    }

    public List<String> segments() {
        return List.of(text.substring(1).split("/", -1));
    }

    public List<String> parameters() {
        List<String> names = new ArrayList<>();
        for (String segment : segments()) {
            if (isParameter(segment)) {
                names.add(segment.substring(1, segment.length() - 1));
            }
        }
        return names;
    }

    static boolean isParameter(String segment) {
        return segment.startsWith("{") && segment.endsWith("}");
    }

    @Override
    public String toString() {
        return text;
    }
}
