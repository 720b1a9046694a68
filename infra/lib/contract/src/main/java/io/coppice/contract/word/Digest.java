package io.coppice.contract.word;

import java.util.regex.Pattern;

/** The SHA-1 of a document's text in 40 lower-case hex digits, as clients know it; a client may send 64 (SHA-256). */
public record Digest(String text) implements Comparable<Digest> {
    private static final Pattern SHAPE = Pattern.compile("[a-f0-9]{40}|[a-f0-9]{64}");

    public Digest {
        if (text.length() > 64 || !SHAPE.matcher(text).matches()) {
            throw new Malformed("value does not look like a valid digest");
        }
    }

    @Override
    public int compareTo(Digest other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
