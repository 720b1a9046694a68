package io.coppice.systemtest.power;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** How a client and a server of NBD greet each other: fixed newstyle, one nameless export, no further wishes granted. */
final class NbdHandshake {
    private static final long GREETING = 0x4e42444d41474943L;
    private static final long OPTION = 0x49484156454F5054L;
    private static final long REPLY = 0x3e889045565a9L;
    private static final int FIXED_NEWSTYLE = 1;
    private static final int NO_ZEROES = 2;
    private static final int EXPORT_NAME = 1;
    private static final int ABORT = 2;
    private static final int INFO = 6;
    private static final int GO = 7;
    private static final int ACK = 1;
    private static final int INFORMS = 3;
    private static final int UNSUPPORTED = 0x80000001;

    /** It has flags; it takes FLUSH, FUA, TRIM and WRITE_ZEROES. */
    private static final int CAN = 1 | 4 | 8 | 32 | 64;

    private final DataInputStream in;
    private final DataOutputStream out;
    private final long size;

    NbdHandshake(DataInputStream in, DataOutputStream out, long size) {
        this.in = in;
        this.out = out;
        this.size = size;
    }

    /** Whether the client goes on to read and write. */
    boolean greet() throws IOException {
        out.writeLong(GREETING);
        out.writeLong(OPTION);
        out.writeShort(FIXED_NEWSTYLE | NO_ZEROES);
        out.flush();
        boolean zeroes = (in.readInt() & NO_ZEROES) == 0;
        while (true) {
            if (in.readLong() != OPTION) {
                throw new IOException("no option of NBD");
            }
            int option = in.readInt();
            in.skipNBytes(in.readInt());
            switch (option) {
                case EXPORT_NAME -> {
                    out.writeLong(size);
                    out.writeShort(CAN);
                    out.write(new byte[zeroes ? 124 : 0]);
                    out.flush();
                    return true;
                }
                case ABORT -> {
                    reply(option, ACK, new byte[0]);
                    return false;
                }
                case INFO, GO -> {
                    reply(option, INFORMS, export());
                    reply(option, ACK, new byte[0]);
                    if (option == GO) {
                        return true;
                    }
                }
                default -> reply(option, UNSUPPORTED, new byte[0]);
            }
        }
    }

    private byte[] export() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(bytes);
        data.writeShort(0);
        data.writeLong(size);
        data.writeShort(CAN);
        return bytes.toByteArray();
    }

    private void reply(int option, int kind, byte[] data) throws IOException {
        out.writeLong(REPLY);
        out.writeInt(option);
        out.writeInt(kind);
        out.writeInt(data.length);
        out.write(data);
        out.flush();
    }
}
