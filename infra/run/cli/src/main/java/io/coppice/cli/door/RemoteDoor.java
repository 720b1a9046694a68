package io.coppice.cli.door;

import io.coppice.contract.api.cluster.ClusterApi;
import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** The API of a node elsewhere, over TLS, with an API token. */
final class RemoteDoor implements Door {
    /** Longer than the longest call that answers only when it is done. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final HttpClient http;
    private final String address;
    private final String token;
    private final PinnedCertificate pinned;
    private @Nullable String node;

    private RemoteDoor(HttpClient http, String address, String token, PinnedCertificate pinned, @Nullable String node) {
        this.http = http;
        this.address = address;
        this.token = token;
        this.pinned = pinned;
        this.node = node;
    }

    /**
     * @param host a name or address, with a port or without
     * @param fingerprint SHA-256 of the certificate that the node must show; without it, one that this machine trusts
     */
    static Door to(String host, String token, @Nullable String fingerprint, @Nullable String node) {
        PinnedCertificate pinned = new PinnedCertificate(fingerprint);
        try {
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, new TrustManager[] {pinned}, null);
            HttpClient http = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(10))
                    .sslContext(tls)
                    .build();
            return new RemoteDoor(http, withPort(host), token, pinned, node);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java run-time speaks no TLS", e);
        }
    }

    static String withPort(String host) {
        boolean bare6 = host.indexOf(':') != host.lastIndexOf(':') && !host.startsWith("[");
        String named = bare6 ? "[" + host + "]" : host;
        return named.matches(".*:\\d{1,5}") && !bare6 ? named : named + ":8006";
    }

    @Override
    public Answer call(Endpoint<?, ?> endpoint, Map<String, Object> given) throws IOException {
        Request request = Request.of(endpoint, given);
        HttpRequest.Builder builder;
        try {
            builder = HttpRequest.newBuilder(URI.create("https://" + address + request.target()));
        } catch (IllegalArgumentException e) {
            throw new Where.Unusable(
                    "'" + address + "' is no address: give a name or an address, and a port behind a colon");
        }
        builder.timeout(LONGEST).header("Authorization", "PVEAPIToken=" + token);
        if (!request.body().isEmpty()) {
            builder.header("Content-Type", "application/x-www-form-urlencoded");
        }
        builder.method(
                request.verb().name(),
                request.body().isEmpty()
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(request.body()));
        try {
            HttpResponse<byte[]> reply = http.send(builder.build(), HttpResponse.BodyHandlers.ofByteArray());
            return Answer.read(reply.statusCode(), reply.body());
        } catch (SSLException e) {
            throw new IOException(untrusted(e), e);
        } catch (IOException e) {
            String why = e.getMessage() == null ? "it does not answer" : e.getMessage();
            throw new IOException("cannot reach " + address + ": " + why, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private String untrusted(SSLException cause) {
        if (pinned.shown().isEmpty()) {
            return "no TLS with " + address + ": " + cause.getMessage();
        }
        return pinned.isPinned()
                ? address + " shows another certificate than the one that is pinned, with the fingerprint\n  "
                        + pinned.shown() + "\nUnless it was changed on the node, something stands in between."
                : "the certificate of " + address + " is not trusted. If the fingerprint\n  " + pinned.shown()
                        + "\nis that of the node, name it with --fingerprint or in client.conf.";
    }

    @Override
    public String node() throws IOException {
        String known = node;
        if (known == null) {
            known = only(nodes());
            node = known;
        }
        return known;
    }

    private List<String> nodes() throws IOException {
        Answer answer = call(ClusterApi.RESOURCES, Map.of("type", "node"));
        List<String> names = new ArrayList<>();
        if (answer.data() instanceof List<?> all) {
            all.forEach(one -> {
                if (one instanceof Map<?, ?> m && m.get("node") instanceof String name) {
                    names.add(name);
                }
            });
        }
        if (!answer.isDone()) {
            throw new Refused(new Failure.Unauthenticated(answer.message()));
        }
        return names;
    }

    private static String only(List<String> names) {
        if (names.size() != 1) {
            throw new NodeUnknown("name a node with --node"
                    + (names.isEmpty() ? "" : ": " + String.join(", ", new TreeSet<>(names))));
        }
        return names.getFirst();
    }
}
