package io.coppice.contract.word;

import java.util.regex.Pattern;

/** A node's name: a host name's label. */
public record NodeName(String text) implements Comparable<NodeName> {
    private static final Pattern SHAPE = Pattern.compile("[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?");

    public NodeName {
        if (text.length() > 63 || !SHAPE.matcher(text).matches()) {
            throw new Malformed("value does not look like a valid node name");
        }
    }

    @Override
    public int compareTo(NodeName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
