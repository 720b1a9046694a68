package io.coppice.servicekit.log;

import java.util.regex.Pattern;

/**
 * Cuts what looks like a secret out of texts. The second line of defence: no message is meant to hold one, but those of
 * other programs and libraries may.
 */
public final class Secrets {
    private static final String CUT = "[secret]";

    /** {@code PVE:user@realm:HEXTIME::signature}, also of consoles and second factors. */
    private static final Pattern TICKET = Pattern.compile("(PVE[A-Za-z!]*:[^\\s:]*:[0-9A-Fa-f]{8}::)[A-Za-z0-9+/=%-]+");

    /** {@code user@realm!name=uuid} */
    private static final Pattern TOKEN =
            Pattern.compile("(![A-Za-z0-9._-]+(?:=|%3D))[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private static final Pattern NAMED = Pattern.compile(
            "(?i)((?:password|passwd|secret|csrfpreventiontoken|private[_-]?key)\"?\\s*[=:]\\s*\"?)[^\\s\"',&;}]+");

    private static final Pattern KEY =
            Pattern.compile("(-----BEGIN [A-Z ]*PRIVATE KEY-----).*?(-----END|$)", Pattern.DOTALL);

    private Secrets() {}

    public static String cut(String text) {
        String out = KEY.matcher(text).replaceAll("$1" + CUT + "$2");
        out = TICKET.matcher(out).replaceAll("$1" + CUT);
        out = TOKEN.matcher(out).replaceAll("$1" + CUT);
        return NAMED.matcher(out).replaceAll("$1" + CUT);
    }
}
