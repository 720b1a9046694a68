package io.coppice.store.raft;

import io.coppice.store.codec.In;
import io.coppice.store.codec.Out;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.apache.ratis.server.protocol.TermIndex;

/**
 * What a member knows of the group, when it is asked.
 *
 * @param leader whom it takes for the leader, and heard of just now
 * @param votersSince the entry that says who votes; -1 where that is not committed
 * @param level the newest that its program knows
 * @param last the last entry of its log
 */
record Who(Optional<String> leader, long votersSince, List<String> voters, int level, TermIndex last) {
    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Out out = new Out(bytes);
        try {
            out.optional(leader, Out::text);
            out.number(votersSince);
            out.list(voters, Out::text);
            out.number(level);
            out.number(last.getTerm());
            out.number(last.getIndex());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static Who of(byte[] bytes) throws IOException {
        In in = new In(new ByteArrayInputStream(bytes));
        return new Who(
                in.optional(In::text),
                in.number(),
                in.list(In::text),
                in.integer(),
                TermIndex.valueOf(in.number(), in.number()));
    }
}
