package io.coppice.live;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;

/** A connection that carries frames. One thread writes, one reads. */
final class LiveLine implements AutoCloseable {
    private static final int VERSION = 1;

    private final SocketChannel channel;
    private final DataInputStream in;
    private final DataOutputStream out;

    LiveLine(SocketChannel channel) {
        this.channel = channel;
        in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel), 1 << 16));
        out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16));
    }

    /** Both sides say first what they speak. */
    void greet() throws IOException {
        out.writeByte(VERSION);
        out.flush();
        if (in.readUnsignedByte() != VERSION) {
            throw new IOException("the other side speaks another version of the protocol of live state");
        }
    }

    void send(Frame frame) throws IOException {
        frame.write(out);
    }

    Frame receive() throws IOException {
        return Frame.read(in);
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
