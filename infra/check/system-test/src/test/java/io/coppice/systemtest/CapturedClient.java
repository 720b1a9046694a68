package io.coppice.systemtest;

import io.coppice.contract.endpoint.Service;
import io.coppice.store.Change;
import io.coppice.store.Outcome;
import io.coppice.store.socket.RemoteStore;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What somebody who has taken the gateway can run: a program of the gateway's user that does what it reads, a line each,
 * and answers each with a line. Words are set apart by tabs: {@code say SOCKET ENVELOPE}, {@code open SOCKET}, {@code read
 * FILE}, {@code write FILE}, {@code list FOLDER}, {@code connect HOST PORT}, {@code truth SOCKET}, {@code kill PID}.
 */
public final class CapturedClient {
    private CapturedClient() {}

    public static void main(String... argv) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.println("> " + answer(line.split("\t")).replaceAll("[\r\n]+", " "));
        }
    }

    private static String answer(String[] words) {
        try {
            return switch (words[0]) {
                case "say" -> say(words[1], words[2]);
                case "open" -> open(words[1]);
                case "read" -> "read " + Files.readAllBytes(Path.of(words[1])).length;
                case "write" -> "wrote " + Files.writeString(Path.of(words[1]), "x", StandardOpenOption.WRITE);
                case "list" -> list(words[1]);
                case "connect" -> connect(words[1], Integer.parseInt(words[2]));
                case "truth" -> truth(words[1]);
                case "kill" ->
                    "killed "
                            + ProcessHandle.of(Long.parseLong(words[1]))
                                    .orElseThrow()
                                    .destroyForcibly();
                default -> throw new IllegalArgumentException(words[0]);
            };
        } catch (IOException | RuntimeException e) {
            return "no: " + e.getClass().getSimpleName() + " " + e.getMessage();
        }
    }

    private static String list(String folder) throws IOException {
        try (var files = Files.list(Path.of(folder))) {
            return "listed " + files.count();
        }
    }

    private static String connect(String host, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), 3_000);
            return "connected";
        }
    }

    /** Whether something there listens to this user: a service ends such a connection without reading from it. */
    private static String open(String socket) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            channel.write(ByteBuffer.wrap("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
            return channel.read(ByteBuffer.allocate(64)) < 0 ? "no: ended" : "opened";
        }
    }

    /** What the truth shows there of what is secret, and whether it takes a change by any service's name. */
    private static String truth(String socket) throws IOException {
        try (RemoteStore door = RemoteStore.connect(Path.of(socket))) {
            int secrets = door.image().below("priv/").size();
            for (Service claimed : Service.values()) {
                Outcome outcome = door.submit(Change.by(claimed, "root@pam")
                        .put("user.cfg:user:evil@pve", "user:evil@pve:1:0::::::\n")
                        .build());
                if (outcome instanceof Outcome.Done) {
                    return "wrote as " + claimed;
                }
            }
            return "documents " + (door.image().below("").size() > 0) + ", secrets " + secrets;
        }
    }

    private static String say(String socket, String envelope) throws IOException {
        byte[] body = envelope.getBytes(StandardCharsets.UTF_8);
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            String head = "POST /call HTTP/1.1\r\nHost: service\r\nConnection: close\r\nContent-Length: " + body.length
                    + "\r\n\r\n";
            channel.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.UTF_8)));
            ByteBuffer rest = ByteBuffer.wrap(body);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            ByteBuffer part = ByteBuffer.allocate(65_536);
            while (channel.read(part) >= 0) {
                all.write(part.array(), 0, part.position());
                part.clear();
            }
            return all.toString(StandardCharsets.UTF_8);
        }
    }
}
