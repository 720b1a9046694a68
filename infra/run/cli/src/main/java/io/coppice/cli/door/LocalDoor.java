package io.coppice.cli.door;

import io.coppice.cli.show.Json;
import io.coppice.contract.api.access.HostTicketApi;
import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Verb;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The API of the node on this machine, as root@pam without a password: a socket that only root can open gives a short
 * ticket, and with it every call goes the way of all calls, through the gateway and its checks.
 */
final class LocalDoor implements Door {
    /** After this it asks for another ticket. */
    private static final Duration FRESH = Duration.ofMinutes(HostTicketApi.LIFE_MINUTES / 2);

    private static final String CALL =
            "{\"endpoint\":\"" + HostTicketApi.TICKET + "\",\"vouched\":\"root@pam\",\"parameters\":{}}";

    /** So often another ticket is tried where one does not hold, each time by so much later. */
    private static final int TRIES = 5;

    private static final long LATER_MILLIS = 200;

    private final Path data;
    private final @Nullable String node;
    private @Nullable Ticket ticket;

    private record Ticket(String text, String csrf, long since) {}

    /** @param node that calls are for; this machine where none is named */
    LocalDoor(Path data, @Nullable String node) {
        this.data = data;
        this.node = node;
    }

    @Override
    public Answer call(Endpoint<?, ?> endpoint, Map<String, Object> given) throws IOException {
        Request request = Request.of(endpoint, given);
        SocketHttp.Reply reply = ask(request);
        // the keys of tickets are made anew when a node is removed, and the gateway may know them a moment later than
        // who signs; nothing was done, so it is asked again
        for (int again = 0; reply.status() == 401 && again < TRIES; again++) {
            ticket = null;
            LockSupport.parkNanos(Duration.ofMillis(LATER_MILLIS * again).toNanos());
            reply = ask(request);
        }
        return Answer.read(reply.status(), reply.body());
    }

    private SocketHttp.Reply ask(Request request) throws IOException {
        Ticket shown = ticket();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Cookie", "PVEAuthCookie=" + shown.text());
        if (request.verb() != Verb.GET) {
            headers.put("CSRFPreventionToken", shown.csrf());
            headers.put("Content-Type", "application/x-www-form-urlencoded");
        }
        return send(
                data.resolve("run/gateway/local.sock"),
                request.verb().name(),
                request.target(),
                headers,
                request.bytes());
    }

    /** The host's short name, as the node takes it. */
    @Override
    public String node() throws IOException {
        return node != null
                ? node
                : Files.readString(Path.of("/proc/sys/kernel/hostname")).strip().split("\\.", 2)[0];
    }

    private Ticket ticket() throws IOException {
        Ticket last = ticket;
        if (last != null && System.nanoTime() - last.since() < FRESH.toNanos()) {
            return last;
        }
        SocketHttp.Reply reply = send(
                data.resolve("run/auth").resolve(HostTicketApi.SOCKET),
                "POST",
                "/call",
                Map.of(),
                CALL.getBytes(StandardCharsets.UTF_8));
        if (reply.status() != 200 || !(Json.read(reply.body()) instanceof Map<?, ?> made)) {
            throw new IOException("the node gives no ticket: " + new String(reply.body(), StandardCharsets.UTF_8));
        }
        Ticket fresh = new Ticket(
                String.valueOf(made.get("ticket")), String.valueOf(made.get("CSRFPreventionToken")), System.nanoTime());
        ticket = fresh;
        return fresh;
    }

    private SocketHttp.Reply send(Path socket, String method, String target, Map<String, String> headers, byte[] body)
            throws IOException {
        try {
            return SocketHttp.send(socket, method, target, headers, body);
        } catch (SocketException e) {
            throw new IOException(
                    "no node answers in " + data + " (" + e.getMessage()
                            + "); start it with 'coppice up', name another folder"
                            + " with --data, or another node with --host",
                    e);
        }
    }
}
