package io.coppice.gateway.session;

import io.coppice.servicekit.serve.Credential;
import io.vertx.core.MultiMap;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Finds the credential in a request's headers: the cookie, then {@code Authorization} with a ticket or an API token. */
public final class Credentials {
    private static final String COOKIE = "PVEAuthCookie";
    private static final String TOKEN = "PVEAPIToken";

    /** A ticket is about 700 characters; what is longer is none. */
    private static final int LONGEST = 4_096;

    private Credentials() {}

    public static Credential of(MultiMap headers) {
        for (String header : headers.getAll("Cookie")) {
            for (String pair : header.split(";")) {
                int equals = pair.indexOf('=');
                if (equals > 0 && pair.substring(0, equals).strip().equals(COOKIE)) {
                    String value = unescape(pair.substring(equals + 1).strip());
                    if (!value.isEmpty()) {
                        return ticket(value);
                    }
                }
            }
        }
        String authorization = headers.get("Authorization");
        return authorization == null ? new Credential.None() : authorization(authorization.strip());
    }

    private static Credential authorization(String value) {
        if (value.startsWith(COOKIE + "=") || value.startsWith(COOKIE + " ")) {
            return ticket(unescape(value.substring(COOKIE.length() + 1).strip()));
        }
        if (value.startsWith(TOKEN + "=") || value.startsWith(TOKEN + " ")) {
            String token = unescape(value.substring(TOKEN.length() + 1).strip());
            return token.length() > LONGEST ? new Credential.None() : new Credential.ApiToken(token);
        }
        return new Credential.None();
    }

    private static Credential ticket(String value) {
        return value.length() > LONGEST ? new Credential.None() : new Credential.Ticket(value);
    }

    /** Percent signs only: a plus is part of base64. What is no valid escape stays as it came. */
    private static String unescape(String value) {
        if (value.indexOf('%') < 0) {
            return value;
        }
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return value;
        }
    }
}
