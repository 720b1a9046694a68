package io.coppice.contract.word;

import java.util.regex.Pattern;

/** A pool's name: up to three parts separated by slashes. */
public record PoolId(String text) implements Comparable<PoolId> {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+){0,2}");

    public PoolId {
        if (text.length() > 1024 || !SHAPE.matcher(text).matches()) {
            throw new Malformed("value does not look like a valid pool name");
        }
    }

    @Override
    public int compareTo(PoolId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
