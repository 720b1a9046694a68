package io.coppice.systemtest.power;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Serves a {@link VolatileDisk} over NBD on a unix socket, requests in order, until it is closed. */
public final class NbdServer implements AutoCloseable {
    private static final int REQUEST = 0x25609513;
    private static final int SIMPLE_REPLY = 0x67446698;
    private static final int FUA = 1;
    private static final int IO_ERROR = 5;
    private static final int LARGEST = 32 << 20;

    private final VolatileDisk disk;
    private final ServerSocketChannel door;

    private record Request(int flags, int kind, long handle, long offset, int length) {}

    public NbdServer(VolatileDisk disk, Path socket) throws IOException {
        this.disk = disk;
        Files.deleteIfExists(socket);
        door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        door.bind(UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual().start(this::accept);
    }

    private void accept() {
        while (door.isOpen()) {
            try {
                SocketChannel client = door.accept();
                Thread.ofPlatform().daemon().start(() -> serve(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(SocketChannel client) {
        try (client;
                DataInputStream in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(client)));
                DataOutputStream out =
                        new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(client)))) {
            if (new NbdHandshake(in, out, disk.size()).greet()) {
                boolean goesOn = true;
                while (goesOn) {
                    goesOn = answer(in, out);
                }
            }
        } catch (IOException e) {
            // the client has gone
        }
    }

    private boolean answer(DataInputStream in, DataOutputStream out) throws IOException {
        if (in.readInt() != REQUEST) {
            throw new IOException("no request of NBD");
        }
        Request r =
                new Request(in.readUnsignedShort(), in.readUnsignedShort(), in.readLong(), in.readLong(), in.readInt());
        boolean end = r.kind() == 2;
        if (!end) {
            byte[] written = r.kind() == 1 ? in.readNBytes(checked(r.length())) : new byte[0];
            byte[] read = new byte[0];
            int error = 0;
            try {
                read = act(r, written);
            } catch (IOException e) {
                error = IO_ERROR;
            }
            out.writeInt(SIMPLE_REPLY);
            out.writeInt(error);
            out.writeLong(r.handle());
            out.write(read);
            out.flush();
        }
        return !end;
    }

    private byte[] act(Request r, byte[] written) throws IOException {
        switch (r.kind()) {
            case 0 -> {
                return disk.read(r.offset(), checked(r.length()));
            }
            case 1 -> write(r, written);
            case 3 -> disk.flush();
            case 4 -> {} // trimmed blocks may keep what they hold
            case 6 -> write(r, new byte[checked(r.length())]);
            default -> throw new IOException("unknown request " + r.kind());
        }
        return new byte[0];
    }

    private void write(Request r, byte[] bytes) throws IOException {
        if ((r.flags() & FUA) == 0) {
            disk.write(r.offset(), bytes);
        } else {
            disk.writeThrough(r.offset(), bytes);
        }
    }

    private static int checked(int length) throws IOException {
        if (length < 0 || length > LARGEST) {
            throw new IOException("a request of " + length + " bytes");
        }
        return length;
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
