package io.coppice.live;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is said on the socket: names, each with its item or with the news that there is none.
 *
 * @param kind what the receiver makes of it
 */
record Frame(Kind kind, List<Said> said) {
    enum Kind {
        /** All that is there begins here. */
        LIST,
        /** More of it. */
        MORE,
        /** That was all: what was not named is not there. */
        COMPLETE,
        /** What has changed. */
        NEWS
    }

    /** One name's item, or that there is none. */
    record Said(Key key, Optional<Live.Item> item) {}

    private static final int MOST = 10_000;
    private static final int LONGEST_ITEM = 1 << 20;

    void write(DataOutputStream out) throws IOException {
        out.writeByte(kind.ordinal());
        out.writeInt(said.size());
        for (Said s : said) {
            out.writeUTF(s.key().kind());
            out.writeUTF(s.key().key());
            out.writeBoolean(s.item().isPresent());
            if (s.item().isPresent()) {
                byte[] json = ItemJson.write(s.item().get()).getBytes(StandardCharsets.UTF_8);
                out.writeInt(json.length);
                out.write(json);
            }
        }
        out.flush();
    }

    /** @throws IOException at the end of the connection, too */
    static Frame read(DataInputStream in) throws IOException {
        int kind = in.readUnsignedByte();
        int count = in.readInt();
        if (kind >= Kind.values().length || count < 0 || count > MOST) {
            throw new IOException("a frame of kind " + kind + " with " + count + " items");
        }
        List<Said> said = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Key key = new Key(in.readUTF(), in.readUTF());
            said.add(new Said(key, in.readBoolean() ? Optional.of(item(in, key)) : Optional.empty()));
        }
        return new Frame(Kind.values()[kind], said);
    }

    private static Live.Item item(DataInputStream in, Key key) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > LONGEST_ITEM) {
            throw new IOException("an item of " + length + " bytes");
        }
        byte[] json = new byte[length];
        in.readFully(json);
        return ItemJson.read(key.key(), new String(json, StandardCharsets.UTF_8));
    }
}
