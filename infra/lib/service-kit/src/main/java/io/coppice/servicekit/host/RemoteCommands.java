package io.coppice.servicekit.host;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Has programs run by a {@link CommandServer}, in whatever container that lives: what they leave running stays there. */
public final class RemoteCommands implements Commands {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGEST_ANSWER = 64 << 20;

    /** The server kills what takes too long, and says so; only a server that hangs is given up on. */
    private static final Duration GRACE = Duration.ofSeconds(15);

    private final Path socket;

    public RemoteCommands(Path socket) {
        this.socket = socket;
    }

    @Override
    public Ended run(List<String> argv, Duration limit) throws IOException, InterruptedException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            CompletableFuture<CommandServer.Answer> answer = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> ask(channel, argv, limit, answer));
            CommandServer.Answer got = answer.get(limit.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
            if (!got.failure().isEmpty()) {
                throw new IOException(got.failure());
            }
            return new Ended(got.exit(), got.out(), got.err());
        } catch (TimeoutException e) {
            throw new IOException("no answer from " + socket + " about '" + String.join(" ", argv) + "'", e);
        } catch (ExecutionException e) {
            throw new IOException("cannot ask " + socket + " to run '" + argv.getFirst() + "': " + e.getCause(), e);
        }
    }

    private void ask(
            SocketChannel channel, List<String> argv, Duration limit, CompletableFuture<CommandServer.Answer> answer) {
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            CommandServer.write(channel, JSON.writeValueAsBytes(new CommandServer.Request(argv, limit.toMillis())));
            answer.complete(JSON.readValue(CommandServer.read(channel, LARGEST_ANSWER), CommandServer.Answer.class));
        } catch (IOException e) {
            answer.completeExceptionally(e);
        }
    }
}
