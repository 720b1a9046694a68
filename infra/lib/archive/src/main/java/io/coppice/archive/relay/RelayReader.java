package io.coppice.archive.relay;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The side that wants the bytes. For one thread; an interrupt of it closes the connection. */
public final class RelayReader implements AutoCloseable {
    private static final int BUFFER = 1 << 17;
    private final DataInputStream in;

    /** @param in is closed with this */
    public RelayReader(InputStream in) {
        this.in = new DataInputStream(new java.io.BufferedInputStream(in, BUFFER));
    }

    /** @throws IOException if nobody listens there */
    public static RelayReader connect(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            return new RelayReader(Channels.newInputStream(channel));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Gets what comes. */
    public interface Sink {
        void line(String text);

        void data(byte[] bytes, int length) throws IOException, InterruptedException;
    }

    /** @throws IOException unless all came; with the writer's own words where it could not send all */
    public void read(Sink sink) throws IOException, InterruptedException {
        byte[] bytes = new byte[Frame.MOST_BYTES];
        while (true) {
            int sign = sign();
            int length = in.readInt();
            if (length < 0 || length > bytes.length) {
                throw new IOException("what came is no relay");
            }
            in.readFully(bytes, 0, length);
            if (sign == Frame.DATA.sign()) {
                sink.data(bytes, length);
            } else if (sign == Frame.LINE.sign()) {
                sink.line(text(bytes, length));
            } else if (sign == Frame.END.sign()) {
                return;
            } else {
                throw new IOException(sign == Frame.FAILURE.sign() ? text(bytes, length) : "what came is no relay");
            }
        }
    }

    private int sign() throws IOException {
        try {
            return in.readUnsignedByte();
        } catch (EOFException e) {
            throw new IOException("the other side went away before all had come", e);
        }
    }

    private static String text(byte[] bytes, int length) {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
