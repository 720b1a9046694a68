package io.coppice.contract.word;

/** What words are made of. Loops, since each call makes several words and patterns took a tenth of its time. */
final class Letters {
    private Letters() {}

    static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** A letter, and one or more letters, digits, dots, dashes and underscores: realms, tokens. */
    static boolean isIdentifier(String text) {
        if (text.length() < 2 || !isLetter(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isLetter(c) && !isDigit(c) && c != '.' && c != '-' && c != '_') {
                return false;
            }
        }
        return true;
    }

    /** Letters, digits and dashes, but for a dash at either end: a host name's label. */
    static boolean isLabel(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean inside = i > 0 && i < text.length() - 1;
            if (!isLetter(c) && !isDigit(c) && !(inside && c == '-')) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** Anything but colons, slashes and blanks: users' names. */
    static boolean isUnbroken(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ':' || c == '/' || c == ' ' || c >= '\t' && c <= '\r') {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
