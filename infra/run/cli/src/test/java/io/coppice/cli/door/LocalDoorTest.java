package io.coppice.cli.door;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.coppice.contract.api.node.VersionApi;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A root's calls while the keys of tickets are made anew. */
class LocalDoorTest {
    @TempDir
    Path data;

    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *(\\d+)");

    /** Answers each connection, and keeps what was asked. */
    private ServerSocketChannel answering(Path socket, List<String> asked, Supplier<String> answer) throws IOException {
        Files.createDirectories(socket.getParent());
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual().start(() -> {
            while (server.isOpen()) {
                try (SocketChannel one = server.accept()) {
                    asked.add(request(one));
                    one.write(ByteBuffer.wrap(answer.get().getBytes(StandardCharsets.UTF_8)));
                } catch (IOException e) {
                    return;
                }
            }
        });
        return server;
    }

    /** All of it, however many parts it comes in: who has not sent all of it must not be answered and left. */
    private static String request(SocketChannel from) throws IOException {
        ByteBuffer in = ByteBuffer.allocate(64 << 10);
        String text = "";
        while (!isWhole(text) && from.read(in) >= 0) {
            text = new String(in.array(), 0, in.position(), StandardCharsets.UTF_8);
        }
        return text;
    }

    private static boolean isWhole(String text) {
        int end = text.indexOf("\r\n\r\n");
        Matcher length = LENGTH.matcher(text);
        return end >= 0 && (!length.find() || text.length() >= end + 4 + Integer.parseInt(length.group(1)));
    }

    private static String answer(String status, String body) {
        return "HTTP/1.1 " + status + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    @Test
    void a_ticket_that_does_not_hold_yet_is_followed_by_another() throws IOException {
        List<String> tickets = new CopyOnWriteArrayList<>();
        List<String> calls = new CopyOnWriteArrayList<>();
        try (ServerSocketChannel auth = answering(
                        data.resolve("run/auth/root.sock"),
                        tickets,
                        () -> answer(
                                "200 OK", "{\"ticket\":\"t" + tickets.size() + "\",\"CSRFPreventionToken\":\"c\"}"));
                ServerSocketChannel gateway = answering(
                        data.resolve("run/gateway/local.sock"),
                        calls,
                        () -> calls.size() < 3
                                ? answer("401 No ticket", "{\"data\":null}")
                                : answer("200 OK", "{\"data\":{\"version\":\"9.2\"}}"))) {
            Answer said = new LocalDoor(data, "pve1").call(VersionApi.VERSION, Map.of());
            assertEquals(200, said.status());
            assertEquals(3, calls.size());
            assertEquals(3, tickets.size());
            assertEquals(true, calls.getLast().contains("PVEAuthCookie=t3"), calls::getLast);
        }
    }
}
