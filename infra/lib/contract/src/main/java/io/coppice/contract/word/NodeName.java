package io.coppice.contract.word;

/** A node's name: a host name's label. */
public record NodeName(String text) implements Comparable<NodeName> {
    public NodeName {
        if (text.length() > 63 || !Letters.isLabel(text)) {
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
