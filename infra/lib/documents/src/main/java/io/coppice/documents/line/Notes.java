package io.coppice.documents.line;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** A description, line by line behind {@code #}. */
public final class Notes {
    private Notes() {}

    /** Gathers the lines of a description while a file is read. */
    public static final class Builder {
        private final StringBuilder text = new StringBuilder();
        private boolean any;

        /** @param encoded what follows the {@code #} */
        public void line(String encoded) {
            any = true;
            text.append(decode(encoded)).append('\n');
        }

        /** The text so far; empty where there was no line. */
        public Optional<String> text() {
            return any ? Optional.of(text.toString().stripTrailing()) : Optional.empty();
        }
    }

    /** One comment line for each line of the text; none for an empty one. */
    public static String comments(String text) {
        StringBuilder out = new StringBuilder();
        if (!text.isBlank()) {
            text.stripTrailing()
                    .lines()
                    .forEach(line -> out.append('#').append(encode(line)).append('\n'));
        }
        return out.toString();
    }

    static String encode(String line) {
        StringBuilder out = new StringBuilder();
        for (byte b : line.getBytes(StandardCharsets.UTF_8)) {
            int c = b & 0xFF;
            if (c >= 0x20 && c <= 0x7E && c != ':' && c != '%') {
                out.append((char) c);
            } else {
                out.append(String.format(Locale.ROOT, "%%%02X", c));
            }
        }
        return out.toString();
    }

    /** Percent signs that encode nothing stay; bytes that are no UTF-8 are read as Latin-1. */
    static String decode(String line) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] raw = line.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < raw.length; i++) {
            int high = i + 2 < raw.length && raw[i] == '%' ? Character.digit(raw[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(raw[i + 2], 16);
            if (low >= 0) {
                bytes.write(high << 4 | low);
                i += 2;
            } else {
                bytes.write(raw[i]);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            return bytes.toString(StandardCharsets.ISO_8859_1);
        }
    }
}
