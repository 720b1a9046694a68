package io.coppice.servicekit.host;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import jdk.net.ExtendedSocketOptions;

/**
 * Runs programs for a process that must not be their parent: one request and one answer a connection, over a unix socket.
 *
 * <p>Who asks must be this process' own user, by the socket's mode and by what the kernel says of the peer; what it asks for
 * must be among the programs that are allowed here. A program goes on when who asked for it is gone.
 */
public final class CommandServer implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(CommandServer.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGEST_REQUEST = 1 << 20;
    private static final int AT_ONCE = 32;

    /** What crosses the socket to here. */
    record Request(List<String> argv, long limitMillis) {}

    /** What crosses it back; {@code failure} is empty where the program was run. */
    record Answer(String failure, int exit, String out, String err) {}

    private final ServerSocketChannel channel;
    private final Path socket;
    private final Commands commands;
    private final Predicate<String> allowed;
    private final Semaphore room = new Semaphore(AT_ONCE);

    private CommandServer(ServerSocketChannel channel, Path socket, Commands commands, Predicate<String> allowed) {
        this.channel = channel;
        this.socket = socket;
        this.commands = commands;
        this.allowed = allowed;
    }

    /**
     * @param socket is made anew; its folder must be there
     * @param allowed which programs may be run, by the first word of what is asked
     */
    public static CommandServer listen(Path socket, Commands commands, Predicate<String> allowed) throws IOException {
        Files.deleteIfExists(socket);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        channel.bind(UnixDomainSocketAddress.of(socket));
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        CommandServer server = new CommandServer(channel, socket, commands, allowed);
        Thread.ofPlatform().name("commands").start(server::accept);
        return server;
    }

    private void accept() {
        while (channel.isOpen()) {
            try {
                SocketChannel peer = channel.accept();
                Thread.ofVirtual().start(() -> serve(peer));
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.log(Level.WARNING, "cannot accept on " + socket, e);
            }
        }
    }

    private void serve(SocketChannel peer) {
        try (peer) {
            String user =
                    peer.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
            if (!user.equals(System.getProperty("user.name"))) {
                LOG.warning("refused " + user + " at " + socket);
                return;
            }
            room.acquire();
            try {
                Request request = JSON.readValue(read(peer, LARGEST_REQUEST), Request.class);
                write(peer, JSON.writeValueAsBytes(answer(request)));
            } finally {
                room.release();
            }
        } catch (IOException e) {
            LOG.log(Level.FINE, "a conversation at " + socket + " was cut off", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Answer answer(Request request) throws InterruptedException {
        if (request.argv().isEmpty() || !allowed.test(request.argv().getFirst())) {
            return new Answer("this program may not be run here: " + request.argv(), 0, "", "");
        }
        try {
            Commands.Ended ended = commands.run(request.argv(), Duration.ofMillis(request.limitMillis()));
            return new Answer("", ended.exit(), ended.out(), ended.err());
        } catch (IOException e) {
            return new Answer(String.valueOf(e.getMessage()), 0, "", "");
        }
    }

    /** All that comes until the peer has no more to say. */
    static byte[] read(SocketChannel from, int atMost) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(8192);
        while (from.read(buffer) >= 0) {
            all.write(buffer.array(), 0, buffer.position());
            if (all.size() > atMost) {
                throw new IOException("more than " + atMost + " bytes");
            }
            buffer.clear();
        }
        return all.toByteArray();
    }

    static void write(SocketChannel to, byte[] all) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(all);
        while (buffer.hasRemaining()) {
            to.write(buffer);
        }
        to.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(socket);
    }
}
