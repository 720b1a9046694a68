package io.coppice.store.socket;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.ReentrantLock;

/** A connection that carries messages: four bytes of length, then the message. One reads, several may write. */
final class Line implements AutoCloseable {
    /** A change of 4 MiB with all its names fits; nothing else is larger. */
    private static final int LONGEST = 16 << 20;

    private final SocketChannel channel;
    private final DataInputStream in;
    private final OutputStream out;
    private final ReentrantLock writing = new ReentrantLock();

    Line(SocketChannel channel) {
        this.channel = channel;
        in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel), 1 << 16));
        out = Channels.newOutputStream(channel);
    }

    void send(Message message) throws IOException {
        byte[] body = message.bytes();
        if (body.length > LONGEST) {
            throw new IOException("a message of " + body.length + " bytes");
        }
        byte[] frame = ByteBuffer.allocate(4 + body.length)
                .putInt(body.length)
                .put(body)
                .array();
        writing.lock();
        try {
            out.write(frame);
        } finally {
            writing.unlock();
        }
    }

    /** @throws IOException at the end of the connection, too */
    Message receive() throws IOException {
        int length = in.readInt();
        if (length < 1 || length > LONGEST) {
            throw new IOException("a message of " + length + " bytes");
        }
        byte[] body = in.readNBytes(length);
        if (body.length != length) {
            throw new IOException("the connection ended within a message");
        }
        return Message.of(body);
    }

    /** Both sides say first what they speak. */
    void greet() throws IOException {
        send(new Message.Hello(Message.VERSION));
        if (!(receive() instanceof Message.Hello h) || h.version() != Message.VERSION) {
            throw new IOException("the other side speaks another version of the store's protocol");
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }
}
