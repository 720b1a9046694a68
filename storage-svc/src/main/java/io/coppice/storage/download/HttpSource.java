package io.coppice.storage.download;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Web servers. Redirections are followed a few times, never from TLS to none, and never to anything but the web. */
public final class HttpSource implements Source {
    private static final int REDIRECTIONS = 5;
    private static final int CONNECT_MILLIS = 10_000;
    private static final int SILENCE_MILLIS = 60_000;
    private static final Set<Integer> ELSEWHERE = Set.of(301, 302, 303, 307, 308);
    private static final Pattern FILENAME = Pattern.compile("(?i).*filename=\"?([^\";]+)\"?.*");

    @Override
    public Answer ask(URI from, boolean verify, boolean whole) throws IOException {
        URI at = from;
        for (int hop = 0; hop <= REDIRECTIONS; hop++) {
            HttpURLConnection connection = connect(at, verify, whole);
            int status = connection.getResponseCode();
            if (ELSEWHERE.contains(status)) {
                at = next(at, connection.getHeaderField("Location"));
                connection.disconnect();
            } else if (status == 200) {
                return answer(connection, at, whole);
            } else {
                connection.disconnect();
                throw new IOException("the server answers " + status);
            }
        }
        throw new IOException("the server sends from place to place, more than " + REDIRECTIONS + " times");
    }

    private static HttpURLConnection connect(URI at, boolean verify, boolean whole) throws IOException {
        if (!(at.toURL().openConnection() instanceof HttpURLConnection connection)) {
            throw new IOException("only http and https are known here");
        }
        connection.setInstanceFollowRedirects(false);
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(SILENCE_MILLIS);
        connection.setRequestMethod(whole ? "GET" : "HEAD");
        connection.setRequestProperty("Accept-Encoding", "identity");
        if (!verify && connection instanceof HttpsURLConnection tls) {
            tls.setSSLSocketFactory(believing());
            tls.setHostnameVerifier((host, session) -> true);
        }
        return connection;
    }

    private static URI next(URI at, String location) throws IOException {
        if (location == null) {
            throw new IOException("the server sends elsewhere and does not say where");
        }
        URI next;
        try {
            next = at.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new IOException("the server sends to a place that is none", e);
        }
        String scheme = String.valueOf(next.getScheme()).toLowerCase(Locale.ROOT);
        boolean fine = scheme.equals("https") || scheme.equals("http") && !"https".equalsIgnoreCase(at.getScheme());
        if (!fine) {
            throw new IOException("the server sends from " + at.getScheme() + " to " + scheme);
        }
        return next;
    }

    private static Answer answer(HttpURLConnection connection, URI at, boolean whole) throws IOException {
        long bytes = connection.getContentLengthLong();
        InputStream content = whole ? connection.getInputStream() : InputStream.nullInputStream();
        return new Answer(
                content,
                bytes < 0 ? Optional.empty() : Optional.of(bytes),
                Optional.ofNullable(connection.getContentType()),
                filename(Optional.ofNullable(connection.getHeaderField("Content-Disposition")), at));
    }

    /** As the server calls it; else the last part of the path. */
    private static Optional<String> filename(Optional<String> disposition, URI at) {
        Optional<String> said =
                disposition.map(FILENAME::matcher).filter(Matcher::matches).map(m -> m.group(1));
        String path = String.valueOf(at.getPath());
        return said.or(() -> Optional.of(path.substring(path.lastIndexOf('/') + 1)))
                .map(name -> name.substring(name.lastIndexOf('/') + 1))
                .filter(name -> !name.isEmpty());
    }

    /** For who said that certificates need not hold. */
    private static SSLSocketFactory believing() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Believing()}, new SecureRandom());
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be had here", e);
        }
    }

    private static final class Believing implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
