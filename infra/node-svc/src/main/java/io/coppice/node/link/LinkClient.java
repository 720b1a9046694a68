package io.coppice.node.link;

import io.coppice.documents.member.ClusterMember;
import io.coppice.node.certificate.Fingerprint;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Connections to one other node, which has to show the certificate that is listed for it. */
public final class LinkClient {
    static final int CONNECT_MILLIS = 2_000;

    private LinkClient() {}

    /** @param listed whether a certificate is the other node's */
    static HttpClient to(Vertx vertx, LinkKey key, Predicate<X509Certificate> listed, int size) {
        return vertx.createHttpClient(
                new HttpClientOptions()
                        .setSsl(true)
                        .setUseAlpn(false)
                        .setSslEngineOptions(new JdkSSLEngineOptions())
                        .setKeyCertOptions(key.options())
                        .setTrustOptions(TrustOptions.wrap(new ListedTrust(listed)))
                        .setVerifyHost(false)
                        .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
                        .setConnectTimeout(CONNECT_MILLIS)
                        .setTcpUserTimeout(Link.DEAD_MILLIS)
                        .setTcpKeepAlive(true)
                        .setKeepAliveTimeout(60),
                new PoolOptions().setHttp1MaxSize(size).setMaxWaitQueueSize(4_096));
    }

    static RequestOptions request(ClusterMember peer, HttpMethod method, String path) {
        return new RequestOptions()
                .setMethod(method)
                .setHost(peer.host())
                .setPort(peer.port())
                .setURI(path);
    }

    /**
     * The body of an answer. To be called where the request was given, on its event loop: a later step of a thread that is
     * none may come after the body, which is lost then.
     */
    static Future<Buffer> answerOf(String who, Future<HttpClientResponse> sent) {
        return sent.compose(response -> response.statusCode() == 200
                ? response.body()
                : Future.failedFuture(new IOException(who + " answered " + response.statusCode())));
    }

    /** The other node is there, as its certificate shows, and does not take this one's: it does not know it, or not any more. */
    public static final class Shut extends IOException {
        private static final long serialVersionUID = 1L;

        Shut(ClusterMember peer, Throwable cause) {
            super("node '" + peer.node() + "' at " + peer.address() + " does not take this node for a member", cause);
        }
    }

    /**
     * Asks once, over a connection of its own; for a node that has no links yet. Not to be called on an event loop.
     *
     * @throws Shut when the other node does not take this one's certificate
     * @throws IOException when it cannot be reached, or answers anything but yes
     */
    public static byte[] askOnce(Vertx vertx, LinkKey key, ClusterMember peer, String path) throws IOException {
        AtomicBoolean shown = new AtomicBoolean();
        Predicate<X509Certificate> listed = certificate -> {
            shown.set(peer.shows(Fingerprint.of(certificate)));
            return shown.get();
        };
        HttpClient client = to(vertx, key, listed, 1);
        try {
            return client.request(request(peer, HttpMethod.POST, path).setTimeout(10_000))
                    .compose(request -> answerOf("it", request.send()))
                    .map(Buffer::getBytes)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            if (shown.get()
                    && Stream.iterate(cause, Objects::nonNull, Throwable::getCause)
                            .anyMatch(SSLException.class::isInstance)) {
                throw new Shut(peer, cause);
            }
            throw new IOException(
                    "node '" + peer.node() + "' at " + peer.address() + " does not answer: " + cause.getMessage(),
                    cause);
        } finally {
            client.close();
        }
    }
}
