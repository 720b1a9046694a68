package io.coppice.contract.word;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A task's name as every client knows it: {@code UPID:node:pid:pstart:starttime:type:id:user:}, numbers in upper-case hex.
 *
 * @param pid process or serial number, eight hex digits on the wire
 * @param processStart what tells two equal {@code pid}s apart, eight or nine hex digits
 * @param startSeconds when the task began, Unix seconds
 * @param type what it does, {@code qmstart}
 * @param id what it works on, often a VM ID; may be empty
 * @param user who asked, {@code user@realm} or {@code user@realm!token}
 */
public record Upid(NodeName node, long pid, long processStart, long startSeconds, String type, String id, String user)
        implements Comparable<Upid> {
    private static final Pattern SHAPE =
            Pattern.compile("UPID:([a-zA-Z0-9](?:[a-zA-Z0-9\\-]*[a-zA-Z0-9])?):([0-9A-Fa-f]{8}):([0-9A-Fa-f]{8,9}):"
                    + "([0-9A-Fa-f]{8}):([^:\\s]+):([^:\\s]*):([^:\\s]+):");

    /** @throws Malformed if the text is no UPID */
    public static Upid parse(String text) {
        Matcher m = SHAPE.matcher(text);
        if (!m.matches()) {
            throw new Malformed("unable to parse worker upid '" + text + "'");
        }
        return new Upid(
                new NodeName(m.group(1)),
                Long.parseLong(m.group(2), 16),
                Long.parseLong(m.group(3), 16),
                Long.parseLong(m.group(4), 16),
                m.group(5),
                m.group(6),
                m.group(7));
    }

    @Override
    public int compareTo(Upid other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "UPID:%s:%08X:%08X:%08X:%s:%s:%s:", node, pid, processStart, startSeconds, type, id, user);
    }
}
