package io.coppice.store.state;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a path may look like. A file's path, or that and a colon and a section's name. */
public final class Paths {
    private static final int LONGEST_SEGMENT = 255;
    private static final Pattern GUEST = Pattern.compile("nodes/[^/:]+/(?:qemu-server|lxc)/([1-9][0-9]{2,8})\\.conf");

    private Paths() {}

    /**
     * Why a path is none; empty for one that is. File paths are relative, in portable letters, without {@code .} and
     * {@code ..}; a section's name is one line of printable text.
     */
    public static Optional<String> wrong(String path) {
        if (path.isEmpty() || Sizes.utf8(path) > Sizes.NAME) {
            return Optional.of("a path has 1 to " + Sizes.NAME + " bytes");
        }
        int colon = path.indexOf(':');
        if (!file(path, colon < 0 ? path.length() : colon)) {
            return Optional.of("not a path of a document: '" + printable(path) + "'");
        }
        if (colon == path.length() - 1 || path.chars().anyMatch(Character::isISOControl)) {
            return Optional.of("not a section's name: '" + printable(path) + "'");
        }
        return Optional.empty();
    }

    /** By hand, since every entry of a log that is replayed passes here. */
    private static boolean file(String path, int end) {
        int start = 0;
        for (int i = 0; i <= end; i++) {
            if (i < end && path.charAt(i) != '/') {
                if (!portable(path.charAt(i))) {
                    return false;
                }
            } else {
                int length = i - start;
                boolean dots =
                        length <= 2 && path.substring(start, i).replace(".", "").isEmpty();
                if (length > LONGEST_SEGMENT || dots) {
                    return false;
                }
                start = i + 1;
            }
        }
        return true;
    }

    private static boolean portable(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "_.@!+=~-".indexOf(c) >= 0;
    }

    /** The VM ID, where the path is that of a guest's configuration. */
    public static OptionalInt guest(String path) {
        if (!path.startsWith("nodes/") || !path.endsWith(".conf")) {
            return OptionalInt.empty();
        }
        Matcher m = GUEST.matcher(path);
        return m.matches() ? OptionalInt.of(Integer.parseInt(m.group(1))) : OptionalInt.empty();
    }

    /** The file that a document is, or is a section of. */
    public static String file(String path) {
        int colon = path.indexOf(':');
        return colon < 0 ? path : path.substring(0, colon);
    }

    private static String printable(String path) {
        return path.replaceAll("\\p{Cntrl}", "?");
    }
}
