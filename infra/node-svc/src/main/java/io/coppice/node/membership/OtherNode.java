package io.coppice.node.membership;

import io.coppice.contract.api.cluster.AdmissionsApi;
import io.coppice.contract.api.cluster.AdmissionsApi.Admitted;
import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.failure.Refused;
import io.coppice.node.link.PinnedTrust;
import io.coppice.servicekit.serve.WireJson;
import io.coppice.servicekit.serve.WireReader;
import io.coppice.store.raft.Stores;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The public port of a node of the cluster, as a node that joins speaks to it: its certificate is the pinned one or nothing is said. */
final class OtherNode implements AutoCloseable {
    private static final String TOKEN_INSTEAD =
            "a token of 'coppice cluster token', which begins with join!, is taken in place of the password";

    private static final String NOT_TAKEN =
            " does not take this token: it is wrong, was used already, has expired, or is for another name, or for a witness and"
                    + " not a node, or the other way round; 'coppice cluster token' makes another there";

    private static final String TOKEN = "token";
    private static final String LEVEL = "level";
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private final HttpClient http;
    private final String base;

    /** @param address {@code host}, {@code host:port}, an IPv6 address as it is, or {@code [address]:port} */
    OtherNode(String address, String fingerprint) {
        this.http = HttpClient.newBuilder()
                .sslContext(PinnedTrust.of(fingerprint))
                .connectTimeout(Duration.ofSeconds(5))
                .build();
        this.base = base(address);
    }

    static String base(String address) {
        boolean six = address.indexOf(':') != address.lastIndexOf(':') && !address.startsWith("[");
        String host = six ? "[" + address + "]" : address;
        boolean bare = host.indexOf(':') < 0 || host.endsWith("]");
        return "https://" + host + (bare ? ":8006" : "") + "/api2/json";
    }

    /** Asks to be admitted, and tells which level this program knows. */
    Admitted admit(Map<String, Object> ask, String user, String password) throws IOException, InterruptedException {
        Map<String, Object> all = new LinkedHashMap<>(ask);
        all.put(LEVEL, Stores.LEVEL);
        if (JoinTokens.isToken(password)) {
            all.put(TOKEN, password);
            return read(post(AdmissionsApi.ADMIT_BY_TOKEN, all, Optional.empty()));
        }
        Map<String, Object> login =
                data(post("/access/ticket", Map.of("username", user, "password", password), Optional.empty()));
        if (login.containsKey("NeedTFA")) {
            throw Refused.conflict("'" + user + "' has a second factor, which is not asked for here; " + TOKEN_INSTEAD);
        }
        return read(post(AdmissionsApi.ADMIT, all, Optional.of(login)));
    }

    private static Admitted read(Map<String, Object> answer) throws IOException {
        Admitted admitted = WireReader.read(WireJson.bytes(data(answer)), Admitted.class);
        if (admitted == null) {
            throw new IOException("the cluster's answer is empty");
        }
        return admitted;
    }

    private Map<String, Object> post(Endpoint<?, ?> to, Map<String, Object> form, Optional<Map<String, Object>> login)
            throws IOException, InterruptedException {
        return post(to.path().text(), form, login);
    }

    private Map<String, Object> post(String path, Map<String, Object> form, Optional<Map<String, Object>> login)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(LIMIT)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(encoded(form)));
        login.ifPresent(l -> request.header("Cookie", "PVEAuthCookie=" + coded(String.valueOf(l.get("ticket"))))
                .header("CSRFPreventionToken", String.valueOf(l.get("CSRFPreventionToken"))));
        HttpResponse<byte[]> answer;
        try {
            answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (javax.net.ssl.SSLHandshakeException e) {
            throw new IOException(base + " shows another certificate than the fingerprint says", e);
        } catch (IOException e) {
            throw new IOException(base + " cannot be reached: " + cause(e), e);
        }
        if (answer.statusCode() == 400
                && form.containsKey(LEVEL)
                && errors(answer.body()).containsKey(LEVEL)) {
            // an older program asks for none, and is at none that this one does not know
            Map<String, Object> without = new LinkedHashMap<>(form);
            without.remove(LEVEL);
            return post(path, without, login);
        }
        if (answer.statusCode() != 200) {
            throw Refused.conflict(refusal(base + path, answer.statusCode(), answer.body(), form.containsKey(TOKEN)));
        }
        return WireReader.object(answer.body());
    }

    /** The client of the JDK has no words for a name that nobody knows, nor for a port that is closed. */
    static String cause(IOException e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof UnresolvedAddressException) {
                return "this host knows no address of that name";
            }
        }
        return e.getMessage() == null && e instanceof ConnectException
                ? "nothing listens there"
                : String.valueOf(e.getMessage());
    }

    /** What the administrator is told of an answer that is none. */
    static String refusal(String url, int status, byte[] body, boolean byToken) {
        if (status == 401 && byToken) {
            return url + NOT_TAKEN;
        }
        return status == 401
                ? url + " does not take this login: are user and password right? Also, " + TOKEN_INSTEAD
                : url + " answered " + status + ": " + message(body);
    }

    private static Map<?, ?> errors(byte[] body) {
        try {
            return WireReader.object(body).get("errors") instanceof Map<?, ?> errors ? errors : Map.of();
        } catch (IllegalArgumentException e) {
            return Map.of();
        }
    }

    private static String message(byte[] body) {
        try {
            Map<String, Object> json = WireReader.object(body);
            return json.getOrDefault("message", "") + (json.containsKey("errors") ? " " + json.get("errors") : "");
        } catch (RuntimeException e) {
            return new String(body, StandardCharsets.UTF_8).strip();
        }
    }

    private static Map<String, Object> data(Map<String, Object> answer) throws IOException {
        if (answer.get("data") instanceof Map<?, ?> m) {
            Map<String, Object> all = new LinkedHashMap<>();
            m.forEach((k, v) -> all.put(String.valueOf(k), v));
            return all;
        }
        throw new IOException("the cluster's answer has no data");
    }

    private static String encoded(Map<String, Object> form) {
        return form.entrySet().stream()
                .map(e -> coded(e.getKey()) + "=" + coded(e.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String coded(Object text) {
        return URLEncoder.encode(String.valueOf(text), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        http.close();
    }
}
