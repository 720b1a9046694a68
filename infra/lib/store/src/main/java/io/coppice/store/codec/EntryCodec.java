package io.coppice.store.codec;

import io.coppice.store.state.Entry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** An entry of the log in bytes. */
public final class EntryCodec {
    private EntryCodec() {}

    public static byte[] bytes(Entry entry) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            write(new Out(bytes), entry);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The bytes of a proposal with another stamp; of any other entry, themselves. */
    public static byte[] stamp(byte[] entry, long stampMillis) {
        // A proposal that still lacks its stamp has a zero there: its tag, one byte, its change.
        if (entry.length < 2 || entry[0] != 2 || entry[1] != 0) {
            return entry;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(entry.length + 9);
        try {
            Out out = new Out(bytes);
            out.tag(2);
            out.number(stampMillis);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        bytes.write(entry, 2, entry.length - 2);
        return bytes.toByteArray();
    }

    private static void write(Out out, Entry entry) throws IOException {
        switch (entry) {
            case Entry.Founding f -> {
                out.tag(1);
                out.uuid(f.incarnation());
            }
            case Entry.Proposal p -> {
                out.tag(2);
                out.number(p.stampMillis());
                ChangeCodec.write(out, p.change());
            }
            case Entry.LevelRaise r -> {
                out.tag(3);
                out.number(r.level());
            }
            case Entry.Mark m -> {
                out.tag(4);
                out.uuid(m.mark());
            }
            case Entry.HashOfMarked h -> {
                out.tag(5);
                out.uuid(h.mark());
                out.number(h.form());
                out.text(h.sha256());
            }
        }
    }

    /** @throws IOException when these are no bytes of an entry, or of one that this program does not know */
    public static Entry entry(byte[] bytes) throws IOException {
        In in = new In(new ByteArrayInputStream(bytes));
        int tag = in.tag();
        return switch (tag) {
            case 1 -> new Entry.Founding(in.uuid());
            case 2 -> new Entry.Proposal(in.number(), ChangeCodec.read(in));
            case 3 -> new Entry.LevelRaise(in.integer());
            case 4 -> new Entry.Mark(in.uuid());
            case 5 -> new Entry.HashOfMarked(in.uuid(), in.integer(), in.text());
            default -> throw In.unknown("entry", tag);
        };
    }
}
