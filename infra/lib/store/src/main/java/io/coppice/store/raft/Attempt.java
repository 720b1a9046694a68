package io.coppice.store.raft;

import io.coppice.store.Outcome;
import io.coppice.store.codec.In;
import io.coppice.store.codec.OutcomeCodec;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** What came of one attempt to have a change decided. */
sealed interface Attempt {
    String why();

    record Decided(Outcome outcome) implements Attempt {
        @Override
        public String why() {
            return "";
        }
    }

    /** It may be in the log or not; sent again under its id it is decided once. */
    record Lost(String why) implements Attempt {}

    /** It is surely not in the log by this attempt. */
    record NotSent(String why) implements Attempt {}

    static Attempt of(byte[] answer) throws IOException {
        In in = new In(new ByteArrayInputStream(answer));
        int tag = in.tag();
        return switch (tag) {
            case 1 -> new Decided(OutcomeCodec.read(in));
            case 2 -> new NotSent(in.text());
            case 3 -> new Lost(in.text());
            default -> throw new IOException("an unknown answer (" + tag + ")");
        };
    }
}
