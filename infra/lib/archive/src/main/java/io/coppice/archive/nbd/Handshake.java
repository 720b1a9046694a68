package io.coppice.archive.nbd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The fixed newstyle negotiation: structured replies, {@code base:allocation} where there is such, then {@code GO}. */
final class Handshake {
    private static final long MAGIC = 0x4e42444d41474943L; // "NBDMAGIC"
    private static final long OPTION = 0x49484156454F5054L; // "IHAVEOPT"
    private static final long REPLY = 0x3e889045565a9L;
    private static final int FIXED_NO_ZEROES = 3;
    private static final int GO = 7;
    private static final int STRUCTURED = 8;
    private static final int SET_META = 10;
    private static final int ACK = 1;
    private static final int INFO = 3;
    private static final int META = 4;
    private static final int ERROR = 0x8000_0000;
    private static final String ALLOCATION = "base:allocation";
    private final Wire wire;

    Handshake(Wire wire) {
        this.wire = wire;
    }

    /** @param allocation the context's id; below zero where the server has none */
    record Export(long bytes, int flags, long allocation) {}

    Export negotiate(String name) throws IOException {
        if (wire.number(8) != MAGIC || wire.number(8) != OPTION || (wire.number(2) & 1) == 0) {
            throw new IOException("this is no NBD server of the fixed newstyle");
        }
        wire.send(ByteBuffer.allocate(4).putInt(FIXED_NO_ZEROES).flip());
        option(STRUCTURED, new byte[0]);
        boolean structured = isAcknowledged(STRUCTURED);
        long allocation = structured ? allocation(name) : -1;
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        option(
                GO,
                ByteBuffer.allocate(4 + text.length + 2)
                        .putInt(text.length)
                        .put(text)
                        .putShort((short) 0)
                        .array());
        long bytes = -1;
        int flags = 0;
        while (true) {
            Answer answer = answer(GO);
            if (answer.type() == ACK) {
                if (bytes < 0) {
                    throw new IOException("the NBD server does not say how large '" + name + "' is");
                }
                return new Export(bytes, flags, allocation);
            }
            if (answer.type() < 0) {
                throw new IOException(
                        "the NBD server refuses '" + name + "': " + new String(answer.data(), StandardCharsets.UTF_8));
            }
            ByteBuffer data = ByteBuffer.wrap(answer.data());
            if (answer.type() == INFO && data.remaining() >= 12 && data.getShort() == 0) {
                bytes = data.getLong();
                flags = data.getShort() & 0xffff;
            }
        }
    }

    private long allocation(String name) throws IOException {
        byte[] export = name.getBytes(StandardCharsets.UTF_8);
        byte[] query = ALLOCATION.getBytes(StandardCharsets.UTF_8);
        option(
                SET_META,
                ByteBuffer.allocate(12 + export.length + query.length)
                        .putInt(export.length)
                        .put(export)
                        .putInt(1)
                        .putInt(query.length)
                        .put(query)
                        .array());
        long id = -1;
        while (true) {
            Answer answer = answer(SET_META);
            if (answer.type() == META && answer.data().length >= 4) {
                id = Integer.toUnsignedLong(ByteBuffer.wrap(answer.data()).getInt());
            } else {
                return answer.type() == ACK ? id : -1;
            }
        }
    }

    private boolean isAcknowledged(int option) throws IOException {
        return answer(option).type() == ACK;
    }

    private void option(int option, byte[] data) throws IOException {
        wire.send(ByteBuffer.allocate(16 + data.length)
                .putLong(OPTION)
                .putInt(option)
                .putInt(data.length)
                .put(data)
                .flip());
    }

    private record Answer(int type, byte[] data) {}

    private Answer answer(int option) throws IOException {
        if (wire.number(8) != REPLY || wire.number(4) != option) {
            throw new IOException("the NBD server answers something else than it was asked");
        }
        int type = (int) wire.number(4);
        byte[] data = wire.bytes(wire.number(4));
        return new Answer((type & ERROR) != 0 ? ERROR | type : type, data);
    }
}
