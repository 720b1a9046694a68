package io.coppice.archive.nbd;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Bytes to and from the server, big-endian. */
final class Wire implements AutoCloseable {
    private static final int LONGEST_TEXT = 64 * 1024;
    private final SocketChannel channel;
    private final ByteBuffer number = ByteBuffer.allocate(8);

    Wire(Path socket) throws IOException {
        channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    void send(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    void fill(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new EOFException("the NBD server closed the connection");
            }
        }
    }

    byte[] bytes(long count) throws IOException {
        if (count < 0 || count > LONGEST_TEXT) {
            throw new IOException("the NBD server answers with " + count + " bytes where few belong");
        }
        byte[] all = new byte[(int) count];
        fill(ByteBuffer.wrap(all));
        return all;
    }

    long number(int bytes) throws IOException {
        number.clear().limit(bytes);
        fill(number);
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = value << 8 | number.get(i) & 0xff;
        }
        return value;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
