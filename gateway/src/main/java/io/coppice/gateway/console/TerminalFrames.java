package io.coppice.gateway.console;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads what a terminal's client sends: a first line {@code user:ticket}, then frames, {@code 0:LENGTH:KEYS},
 * {@code 1:COLUMNS:ROWS:} and {@code 2}. They may be cut anywhere.
 */
public final class TerminalFrames {
    /** A paste of this size comes through whole, in bytes. */
    private static final int MOST = 1 << 20;

    /** A line or a head of a frame is no longer than this. */
    private static final int LONGEST_HEAD = 1024;

    private final byte[] welcome;
    private byte[] left = new byte[0];
    private boolean welcomed;

    /** What a client sent is no frame; the connection ends. */
    public static final class Garbled extends Exception {
        private static final long serialVersionUID = 1L;

        Garbled(String message) {
            super(message);
        }
    }

    /** @param welcome the line that has to come first, without its end */
    public TerminalFrames(String welcome) {
        this.welcome = welcome.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether the first line has come, and was right. */
    public boolean isWelcome() {
        return welcomed;
    }

    /**
     * @param part the next bytes
     * @return the keys in them
     * @throws Garbled when the first line is wrong, or something is no frame
     */
    public byte[] read(byte[] part) throws Garbled {
        byte[] all = Arrays.copyOf(left, left.length + part.length);
        System.arraycopy(part, 0, all, left.length, part.length);
        int at = welcomed ? 0 : greeted(all);
        ByteArrayOutputStream keys = new ByteArrayOutputStream();
        Optional<Frame> frame = welcomed ? frame(all, at) : Optional.empty();
        while (frame.isPresent()) {
            keys.write(all, frame.get().from(), frame.get().length());
            at = frame.get().next();
            frame = frame(all, at);
        }
        left = Arrays.copyOfRange(all, at, all.length);
        return keys.toByteArray();
    }

    private record Frame(int from, int length, int next) {}

    private int greeted(byte[] all) throws Garbled {
        int end = indexOf(all, '\n', 0);
        if (end < 0) {
            if (all.length > LONGEST_HEAD) {
                throw new Garbled("the first line has no end");
            }
            return 0;
        }
        if (!MessageDigest.isEqual(Arrays.copyOf(all, end), welcome)) {
            throw new Garbled("the first line is not this console's user and ticket");
        }
        welcomed = true;
        return end + 1;
    }

    private static Optional<Frame> frame(byte[] all, int at) throws Garbled {
        if (at >= all.length) {
            return Optional.empty();
        }
        return switch (all[at]) {
            case '0' -> keys(all, at);
            case '1' -> size(all, at);
            case '2' -> Optional.of(new Frame(at, 0, at + 1));
            default -> throw new Garbled("a frame begins with 0, 1 or 2");
        };
    }

    private static Optional<Frame> keys(byte[] all, int at) throws Garbled {
        Optional<Integer> colon = colon(all, at + 2);
        if (colon.isEmpty()) {
            return Optional.empty();
        }
        int length = number(all, at + 2, colon.get());
        int from = colon.get() + 1;
        return from + length > all.length ? Optional.empty() : Optional.of(new Frame(from, length, from + length));
    }

    /** A serial line has no size; it is read and left. */
    private static Optional<Frame> size(byte[] all, int at) throws Garbled {
        Optional<Integer> first = colon(all, at + 2);
        Optional<Integer> second = first.isEmpty() ? first : colon(all, first.get() + 1);
        if (first.isEmpty() || second.isEmpty()) {
            return Optional.empty();
        }
        number(all, at + 2, first.get());
        number(all, first.get() + 1, second.get());
        return Optional.of(new Frame(at, 0, second.get() + 1));
    }

    private static Optional<Integer> colon(byte[] all, int from) throws Garbled {
        int found = from > all.length ? -1 : indexOf(all, ':', from);
        if (found < 0 && all.length - from > LONGEST_HEAD) {
            throw new Garbled("a frame's head has no end");
        }
        return found < 0 ? Optional.empty() : Optional.of(found);
    }

    private static int number(byte[] all, int from, int to) throws Garbled {
        String text = new String(all, from, to - from, StandardCharsets.US_ASCII);
        if (!text.matches("\\d{1,7}") || Integer.parseInt(text) > MOST) {
            throw new Garbled("a frame's number is none, or too large");
        }
        return Integer.parseInt(text);
    }

    private static int indexOf(byte[] all, char wanted, int from) {
        for (int i = from; i < all.length; i++) {
            if (all[i] == wanted) {
                return i;
            }
        }
        return -1;
    }
}
