package io.coppice.systemtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLSocket;

/** One TLS connection on which a test sends exactly the bytes that it wants to. Reading waits thirty seconds at most. */
final class Wire implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PATIENCE_MILLIS = 30_000;
    private final SSLSocket socket;
    private final InputStream in;

    /** An answer as it came. Header names are in lower case. */
    record Reply(int status, String reason, Map<String, String> headers, byte[] raw) {
        String text() {
            return new String(raw, StandardCharsets.UTF_8);
        }

        JsonNode body() {
            try {
                return JSON.readTree(raw);
            } catch (IOException e) {
                throw new IllegalStateException(text(), e);
            }
        }

        JsonNode data() {
            return body().path("data");
        }

        String error(String parameter) {
            return body().path("errors").path(parameter).asText();
        }
    }

    Wire(int port) throws IOException {
        socket = (SSLSocket) TrustsAll.context().getSocketFactory().createSocket("127.0.0.1", port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.startHandshake();
        in = socket.getInputStream();
    }

    Wire send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    Wire send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** A whole request; its Content-Length is added where there is a body. */
    Reply ask(String line, String headers, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        send(line + " HTTP/1.1\r\nHost: localhost\r\n" + headers
                + (bytes.length == 0 ? "" : "Content-Length: " + bytes.length + "\r\n") + "\r\n");
        send(bytes);
        return read(line.startsWith("HEAD "));
    }

    Reply ask(String line, String headers) throws IOException {
        return ask(line, headers, "");
    }

    Reply read() throws IOException {
        return read(false);
    }

    private Reply read(boolean headOnly) throws IOException {
        String[] status = line().split(" ", 3);
        Map<String, String> headers = new LinkedHashMap<>();
        for (String header = line(); !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        int code = Integer.parseInt(status[1]);
        boolean none = headOnly || code == 100 || code == 101;
        return new Reply(code, status.length > 2 ? status[2] : "", headers, none ? new byte[0] : body(headers));
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        if (!"chunked".equals(headers.get("transfer-encoding"))) {
            return in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (true) {
            int size = Integer.parseInt(line(), 16);
            all.writeBytes(in.readNBytes(size));
            line();
            if (size == 0) {
                return all.toByteArray();
            }
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("closed after '" + all + "'");
            }
            all.write(c);
        }
        return all.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    /** Whether the other side ends the connection, without sending more than what is skipped. */
    boolean ends() {
        try {
            return in.skip(Long.MAX_VALUE) >= 0 && in.read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** As {@link #ends}, without long patience. */
    boolean endsWithin(Duration time) throws IOException {
        socket.setSoTimeout((int) time.toMillis());
        try {
            return ends();
        } finally {
            socket.setSoTimeout(PATIENCE_MILLIS);
        }
    }

    /** All that comes until the other side ends the connection. */
    String rest() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            for (int c = in.read(); c >= 0; c = in.read()) {
                all.write(c);
            }
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException reset) {
            // ended as well
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    /** Cuts the connection without a word. */
    void cut() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
