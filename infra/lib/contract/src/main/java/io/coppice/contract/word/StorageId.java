package io.coppice.contract.word;

import java.util.regex.Pattern;

/** A storage's name in {@code storage.cfg}. */
public record StorageId(String text) implements Comparable<StorageId> {
    private static final Pattern SHAPE = Pattern.compile("(?i)[a-z][a-z0-9\\-_.]*[a-z0-9]");

    public StorageId {
        if (text.length() > 100 || !SHAPE.matcher(text).matches()) {
            throw new Malformed("storage ID contains illegal characters");
        }
    }

    @Override
    public int compareTo(StorageId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
