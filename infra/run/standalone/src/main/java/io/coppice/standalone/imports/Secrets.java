package io.coppice.standalone.imports;

import io.coppice.access.TokenSecret;
import io.coppice.auth.login.BuiltInRealm;
import io.coppice.auth.login.PasswordHash;
import io.coppice.contract.word.Malformed;
import io.coppice.contract.word.UserId;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How users prove who they are: what lies under {@code priv/} of passwords, tokens and second factors. None of it is ever said. */
final class Secrets {
    static final String TOKENS = "priv/token.cfg";
    static final String PASSWORDS = "priv/shadow.cfg";
    static final String SECOND_FACTORS = "priv/tfa.cfg";
    private static final Pattern TOKEN = Pattern.compile("(\\S+@\\S+!\\S+)\\s+(\\S+)\\s*");
    private static final Pattern PASSWORD = Pattern.compile("([^:\\s]+):([^:]+)(:.*)?");
    private static final Set<String> FACTORS = Set.of("totp", "recovery", "webauthn", "u2f", "yubico");

    private Secrets() {}

    /**
     * The users that have a second factor, with the kinds that each has.
     *
     * @throws IOException when the file is there and cannot be read: nobody is let in because of that
     */
    static Map<String, Set<String>> secondFactors(Original original) throws IOException {
        String text = original.text(SECOND_FACTORS).orElse("");
        Map<String, Set<String>> all = new TreeMap<>();
        if (text.isBlank()) {
            return all;
        }
        try {
            if (!(new JsonObject(text).getValue("users") instanceof JsonObject users)) {
                throw new DecodeException("it names no users");
            }
            for (Map.Entry<String, Object> user : users) {
                Set<String> kinds = new TreeSet<>(((JsonObject) user.getValue()).fieldNames());
                kinds.retainAll(FACTORS);
                all.put(user.getKey(), kinds);
            }
            return all;
        } catch (DecodeException | ClassCastException e) {
            throw new IOException(
                    SECOND_FACTORS + " cannot be read, so that it is not known who had a second factor", e);
        }
    }

    /** After the users: secrets of tokens, hashed, and hashes of passwords that can be checked here. */
    static void gather(Original original, Map<String, Set<String>> factors, Gathered into) {
        tokens(original, into);
        passwords(original, into);
        factors.forEach((user, kinds) -> into.remark(
                SECOND_FACTORS,
                0,
                "the second factors of " + user + " stay behind"
                        + (kinds.isEmpty() ? "" : " (" + String.join(", ", kinds) + ")")));
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
            if (lines.get(i).isBlank()) {
                continue;
            }
            Matcher m = PASSWORD.matcher(lines.get(i));
            Optional<UserId> user = m.matches() ? user(m.group(1)) : Optional.empty();
            if (user.filter(u -> into.has(Users.FILE + ":user:" + u)).isEmpty()) {
                into.remark(PASSWORDS, i + 1, "no password of a user who comes along; left out");
            } else if (PasswordHash.knowsForeign(m.group(2))) {
                into.put(BuiltInRealm.path(user.get()), m.group(2) + "\n");
            } else {
                into.remark(
                        PASSWORDS,
                        i + 1,
                        "the password of " + user.get() + " is hashed in a way that cannot be checked here; set another"
                                + " ('pveum passwd " + user.get() + "')");
            }
        }
    }

    private static Optional<UserId> user(String name) {
        try {
            return Optional.of(UserId.parse(name + "@pve"));
        } catch (Malformed e) {
            return Optional.empty();
        }
    }
}
