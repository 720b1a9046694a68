package io.coppice.standalone.imports;

import io.coppice.access.TokenSecret;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What lies under {@code priv/}. None of it is ever said or printed. */
final class Secrets {
    static final String TOKENS = "priv/token.cfg";
    static final String PASSWORDS = "priv/shadow.cfg";
    static final String SECOND_FACTORS = "priv/tfa.cfg";
    private static final Pattern TOKEN = Pattern.compile("(\\S+@\\S+!\\S+)\\s+(\\S+)\\s*");
    private static final Pattern PASSWORD = Pattern.compile("([^:\\s]+):[^:]+(:.*)?");

    private Secrets() {}

    /**
     * The users that have a second factor.
     *
     * @throws IOException when the file is there and cannot be read: nobody is let in because of that
     */
    static Set<String> withSecondFactor(Original original) throws IOException {
        String text = original.text(SECOND_FACTORS).orElse("");
        if (text.isBlank()) {
            return Set.of();
        }
        try {
            JsonObject users = new JsonObject(text).getJsonObject("users");
            return users == null ? Set.of() : new TreeSet<>(users.fieldNames());
        } catch (DecodeException | ClassCastException e) {
            throw new IOException(
                    SECOND_FACTORS + " cannot be read, so that it is not known who had a second factor", e);
        }
    }

    /** After the users: secrets of tokens that come along, hashed; passwords stay behind. */
    static void gather(Original original, Gathered into) {
        tokens(original, into);
        passwords(original, into);
        if (original.text(SECOND_FACTORS).isPresent()) {
            into.remark(SECOND_FACTORS, 0, "second factors stay behind");
        }
    }

    private static void tokens(Original original, Gathered into) {
        List<String> lines = original.text(TOKENS).orElse("").lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).isBlank()) {
                continue;
            }
            Matcher m = TOKEN.matcher(lines.get(i));
            if (m.matches() && into.has(Users.FILE + ":token:" + m.group(1))) {
                into.put("token.cfg:" + m.group(1), TokenSecret.hash(m.group(2)) + "\n");
            } else {
                into.remark(TOKENS, i + 1, "no secret of a token that comes along; left out");
            }
        }
        String prefix = Users.FILE + ":token:";
        for (String path : List.copyOf(into.documents().keySet())) {
            if (path.startsWith(prefix) && !into.has("token.cfg:" + path.substring(prefix.length()))) {
                into.remark(
                        TOKENS,
                        0,
                        "the secret of " + path.substring(prefix.length())
                                + " is not there: nobody can use that token");
            }
        }
    }

    private static void passwords(Original original, Gathered into) {
        List<String> lines = original.text(PASSWORDS).orElse("").lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            Matcher m = PASSWORD.matcher(lines.get(i));
            if (m.matches()) {
                into.remark(
                        PASSWORDS,
                        i + 1,
                        "the password of " + m.group(1) + "@pve is hashed in a way that this version does not know;"
                                + " set another ('pveum passwd " + m.group(1) + "@pve')");
            } else if (!lines.get(i).isBlank()) {
                into.remark(PASSWORDS, i + 1, "no password; left out");
            }
        }
    }
}
