package io.coppice.compute.distro;

/** The part of a file that is ours, between two lines that say so. What stands around it is others'. Pure. */
final class Section {
    static final String BEGIN = "# --- BEGIN PVE ---\n";
    static final String END = "# --- END PVE ---\n";

    private Section() {}

    static String of(String content) {
        return content.isEmpty() ? "" : BEGIN + content + END;
    }

    static boolean isIn(String text) {
        return text.contains(BEGIN) && text.indexOf(END) > text.indexOf(BEGIN);
    }

    /** What others wrote. */
    static String without(String text) {
        return isIn(text) ? text.substring(0, text.indexOf(BEGIN)) + after(text) : text;
    }

    private static String after(String text) {
        return text.substring(text.indexOf(END) + END.length());
    }

    /** With other content in the section's place, at the end where there is none; without it for no content. */
    static String put(String text, String content) {
        if (isIn(text)) {
            return text.substring(0, text.indexOf(BEGIN)) + of(content) + after(text);
        }
        boolean ended = text.isEmpty() || text.endsWith("\n");
        return text + (ended || content.isEmpty() ? "" : "\n") + of(content);
    }
}
