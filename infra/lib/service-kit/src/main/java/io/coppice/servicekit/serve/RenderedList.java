package io.coppice.servicekit.serve;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A list of objects, each of which is JSON already and goes out as it is. Read as a list it is parsed, an object at a time.
 *
 * <p>A long one is never in memory as one text: {@link #part} yields a part after the other.
 */
public final class RenderedList extends AbstractList<Map<String, Object>> {
    private final List<byte[]> objects;
    private final int length;

    /** @param objects each one JSON object in UTF-8; neither they nor the list change afterwards */
    public RenderedList(List<byte[]> objects) {
        this.objects = objects;
        // a bracket or comma before each, and the bracket at the end
        int sum = objects.isEmpty() ? 2 : 1 + objects.size();
        for (byte[] one : objects) {
            sum = Math.addExact(sum, one.length);
        }
        this.length = sum;
    }

    /** A list of what is not JSON yet. */
    public static RenderedList of(List<? extends Map<String, ?>> objects) {
        List<byte[]> rendered = new ArrayList<>(objects.size());
        objects.forEach(one -> rendered.add(WireJson.bytes(one)));
        return new RenderedList(rendered);
    }

    @Override
    public Map<String, Object> get(int index) {
        return WireReader.object(objects.get(index));
    }

    @Override
    public int size() {
        return objects.size();
    }

    /** How many bytes the whole list has as JSON. */
    public int length() {
        return length;
    }

    /** A tag of the whole text, as RFC 9110 section 8.8.3 has it: equal texts have equal tags. */
    String tag() {
        try {
            MessageDigest sum = MessageDigest.getInstance("SHA-256");
            objects.forEach(sum::update);
            return '"' + HexFormat.of().formatHex(sum.digest(), 0, 16) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** The whole list as JSON in UTF-8. */
    byte[] bytes() {
        return objects.isEmpty()
                ? new byte[] {'[', ']'}
                : part(0, Integer.MAX_VALUE).bytes();
    }

    private void write(byte[] to, int first, int end) {
        int at = 0;
        for (int i = first; i < end; i++) {
            byte[] one = objects.get(i);
            to[at] = (byte) (i == 0 ? '[' : ',');
            System.arraycopy(one, 0, to, at + 1, one.length);
            at += 1 + one.length;
        }
    }

    /** What of the whole is written next, some objects together. */
    record Part(byte[] bytes, int next) {}

    /**
     * The next part of the text of a list that is not empty.
     *
     * @param from {@code 0}, then the last part's {@code next}; at {@link #size()} the text ended with that part
     * @param size of the part in bytes, about
     */
    Part part(int from, int size) {
        int end = from;
        int sum = 0;
        while (end < objects.size() && (sum == 0 || sum < size)) {
            sum += 1 + objects.get(end).length;
            end++;
        }
        boolean last = end == objects.size();
        byte[] bytes = new byte[sum + (last ? 1 : 0)];
        write(bytes, from, end);
        if (last) {
            bytes[sum] = ']';
        }
        return new Part(bytes, end);
    }
}
