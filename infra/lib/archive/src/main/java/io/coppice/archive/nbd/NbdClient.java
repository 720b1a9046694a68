package io.coppice.archive.nbd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One export of an NBD server, as a disk. For one thread; an interrupt of it closes the connection. */
public final class NbdClient implements AutoCloseable {
    private static final int REQUEST = 0x25609513;
    private static final long SIMPLE = 0x67446698L;
    private static final long STRUCTURED = 0x668e33efL;
    private static final int READ = 0;
    private static final int WRITE = 1;
    private static final int DISCONNECT = 2;
    private static final int FLUSH = 3;
    private static final int WRITE_ZEROES = 6;
    private static final int BLOCK_STATUS = 7;
    private static final int CAN_ZEROES = 1 << 6;
    private static final int ZERO = 2;
    /** What one request moves at most, as servers take it without having been asked. */
    public static final int MOST_BYTES = 32 * 1024 * 1024;

    private final Wire wire;
    private final Handshake.Export export;
    private long cookie;

    private NbdClient(Wire wire, Handshake.Export export) {
        this.wire = wire;
        this.export = export;
    }

    /** @throws IOException if nobody listens, or the server has no such export */
    public static NbdClient connect(Path socket, String export) throws IOException {
        Wire wire = new Wire(socket);
        try {
            return new NbdClient(wire, new Handshake(wire).negotiate(export));
        } catch (IOException | RuntimeException e) {
            wire.close();
            throw e;
        }
    }

    /** The disk's size in bytes. */
    public long size() {
        return export.bytes();
    }

    /** Fills the array's part with what stands at the offset. */
    public void read(long offset, byte[] into, int from, int length) throws IOException {
        request(READ, offset, length, ByteBuffer.allocate(0));
        if (wire.number(4) == SIMPLE) {
            throw new IOException("the NBD server answered a read in a way that was not agreed on");
        }
        boolean done;
        do {
            done = chunk(offset, into, from, length);
        } while (!done && wire.number(4) == STRUCTURED);
        if (!done) {
            throw new IOException("the NBD server's answer ended too early");
        }
    }

    private boolean chunk(long offset, byte[] into, int from, int length) throws IOException {
        Chunk c = chunk();
        if (c.type() == 1 || c.type() == 2) {
            long at = wire.number(8) - offset;
            long count = c.type() == 1 ? c.length() - 8 : wire.number(4);
            if (at < 0 || count < 0 || at + count > length) {
                throw new IOException("the NBD server answered other bytes than were asked for");
            }
            ByteBuffer part = ByteBuffer.wrap(into, from + (int) at, (int) count);
            if (c.type() == 1) {
                wire.fill(part);
            } else {
                java.util.Arrays.fill(into, from + (int) at, from + (int) (at + count), (byte) 0);
            }
        } else {
            other(c);
        }
        return c.done();
    }

    /** A part of a disk that is zero, or is not known to be. */
    public record Extent(long length, boolean zero) {}

    /** What follows the offset, in order; at least one part, and not beyond the length. */
    public List<Extent> extents(long offset, long length) throws IOException {
        if (export.allocation() < 0) {
            return List.of(new Extent(length, false));
        }
        long asked = Math.min(length, 0x4000_0000L);
        request(BLOCK_STATUS, offset, asked, ByteBuffer.allocate(0));
        List<Extent> all = new ArrayList<>();
        long left = asked;
        boolean done = false;
        while (!done) {
            if (wire.number(4) != STRUCTURED) {
                throw new IOException("the NBD server answered in a way that was not agreed on");
            }
            Chunk c = chunk();
            done = c.done();
            if (c.type() != 5) {
                other(c);
                continue;
            }
            ByteBuffer data = ByteBuffer.wrap(wire.bytes(c.length()));
            data.getInt();
            while (data.remaining() >= 8 && left > 0) {
                long part = Math.min(left, Integer.toUnsignedLong(data.getInt()));
                all.add(new Extent(part, (data.getInt() & ZERO) != 0));
                left -= part;
            }
        }
        return all.isEmpty() ? List.of(new Extent(asked, false)) : all;
    }

    public void write(long offset, byte[] bytes, int from, int length) throws IOException {
        request(WRITE, offset, length, ByteBuffer.wrap(bytes, from, length));
        end();
    }

    /** Makes a part zero, without taking room for it where the format can do so. */
    public void zeroes(long offset, long length) throws IOException {
        if ((export.flags() & CAN_ZEROES) == 0) {
            byte[] none = new byte[(int) Math.min(length, 1 << 20)];
            for (long done = 0; done < length; done += none.length) {
                write(offset + done, none, 0, (int) Math.min(none.length, length - done));
            }
            return;
        }
        request(WRITE_ZEROES, offset, length, ByteBuffer.allocate(0));
        end();
    }

    /** What was written is on the disk when this returns. */
    public void flush() throws IOException {
        request(FLUSH, 0, 0, ByteBuffer.allocate(0));
        end();
    }

    private void request(int type, long offset, long length, ByteBuffer data) throws IOException {
        cookie++;
        wire.send(ByteBuffer.allocate(28)
                .putInt(REQUEST)
                .putShort((short) 0)
                .putShort((short) type)
                .putLong(cookie)
                .putLong(offset)
                .putInt((int) length)
                .flip());
        wire.send(data);
    }

    /** An answer without data, simple or structured. */
    private void end() throws IOException {
        long magic = wire.number(4);
        if (magic == SIMPLE) {
            long error = wire.number(4);
            requireMine(wire.number(8));
            fail(error, "");
        } else if (magic == STRUCTURED) {
            other(chunk());
        } else {
            throw new IOException("the NBD server answers something that is no answer");
        }
    }

    private record Chunk(boolean done, int type, long length) {}

    private Chunk chunk() throws IOException {
        boolean done = (wire.number(2) & 1) == 1;
        int type = (int) wire.number(2);
        requireMine(wire.number(8));
        return new Chunk(done, type, wire.number(4));
    }

    private void other(Chunk c) throws IOException {
        ByteBuffer data = ByteBuffer.wrap(wire.bytes(c.length()));
        if ((c.type() & 0x8000) != 0) {
            long error = data.remaining() >= 4 ? Integer.toUnsignedLong(data.getInt()) : 5;
            int words = data.remaining() >= 2 ? Math.min(data.getShort() & 0xffff, data.remaining()) : 0;
            fail(error, new String(data.array(), data.position(), words, StandardCharsets.UTF_8));
        }
    }

    private void requireMine(long answered) throws IOException {
        if (answered != cookie) {
            throw new IOException("the NBD server answers another request than the one it was sent");
        }
    }

    private static void fail(long error, String words) throws IOException {
        if (error != 0) {
            String why = error == 28 ? "no space is left" : error == 1 ? "it is not allowed" : "error " + error;
            throw new IOException("the disk's server says: " + (words.isEmpty() ? why : words + " (" + why + ")"));
        }
    }

    /** Says good-bye, so that the server knows that nothing is missing. */
    @Override
    public void close() throws IOException {
        try (wire) {
            request(DISCONNECT, 0, 0, ByteBuffer.allocate(0));
        } catch (IOException e) {
            throw new IOException("the NBD connection broke when it was closed: " + e.getMessage(), e);
        }
    }
}
