package io.coppice.servicekit.feed;

import io.coppice.servicekit.event.EventCursor;
import io.coppice.servicekit.event.EventLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A feed behind a socket. An interrupt ends what is being told. */
public final class FeedClient implements Feed {
    private final Path socket;

    public FeedClient(Path socket) {
        this.socket = socket;
    }

    @Override
    public void follow(Optional<EventCursor> from, Sink to) throws IOException, InterruptedException {
        ask("follow" + text(from), to);
        throw new IOException("the node has ended its feed");
    }

    @Override
    public void page(Optional<EventCursor> from, Sink to) throws IOException, InterruptedException {
        ask("page" + text(from), to);
    }

    @Override
    public void state(Sink to) throws IOException, InterruptedException {
        ask("state", to);
    }

    private static String text(Optional<EventCursor> cursor) {
        return cursor.map(c -> "\t" + c).orElse("");
    }

    private void ask(String request, Sink to) throws IOException, InterruptedException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
                BufferedReader in = new BufferedReader(
                        new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8))) {
            ByteBuffer line = ByteBuffer.wrap((request + "\n").getBytes(StandardCharsets.UTF_8));
            while (line.hasRemaining()) {
                channel.write(line);
            }
            String answer = in.readLine();
            while (answer != null && !answer.equals("end")) {
                tell(answer.split("\t", 4), to);
                answer = in.readLine();
            }
            if (answer == null) {
                throw new IOException("the node's feed broke off");
            }
        }
    }

    private static void tell(String[] fields, Sink to) throws IOException, InterruptedException {
        switch (fields[0]) {
            case "at" -> to.at(cursor(fields[1]), fields[2].equals("1"));
            case "seen" -> to.seen(fields[1]);
            case "event" -> to.event(EventLine.of(fields[1], Long.parseLong(fields[2]), fields[3]));
            case "object" -> to.object(fields[1]);
            default -> throw new IOException("the feed tells something unknown: " + fields[0]);
        }
    }

    /** A node that has no log yet has no cursor either. */
    private static EventCursor cursor(String text) {
        return EventCursor.parse(text).orElse(new EventCursor(Map.of()));
    }
}
