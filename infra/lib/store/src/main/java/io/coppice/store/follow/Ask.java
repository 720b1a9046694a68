package io.coppice.store.follow;

import io.coppice.store.Revision;
import io.coppice.store.codec.In;
import io.coppice.store.codec.Out;
import io.coppice.store.codec.OutcomeCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * A follower's question: what happened since.
 *
 * @param seen what it has
 * @param settled whether it was restarted since it joined
 * @param level the newest that its program knows
 * @param reset of the image whose next part it wants; 0 when it wants what happened
 * @param part the number of that part
 */
record Ask(Revision seen, boolean settled, int level, long reset, int part) {
    byte[] bytes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Out out = new Out(bytes);
        OutcomeCodec.write(out, seen);
        out.tag(settled ? 1 : 0);
        out.number(level);
        out.number(reset);
        out.number(part);
        return bytes.toByteArray();
    }

    static Ask of(byte[] bytes) throws IOException {
        In in = new In(new ByteArrayInputStream(bytes));
        return new Ask(OutcomeCodec.revision(in), in.tag() == 1, in.integer(), in.number(), in.integer());
    }
}
