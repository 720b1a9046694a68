package io.coppice.storage.moving;

import io.coppice.contract.api.storage.MovingInternalApi;
import io.coppice.contract.endpoint.Streamed;
import io.coppice.contract.failure.Refused;
import io.coppice.servicekit.serve.Calls;
import io.coppice.storage.directory.PartReader;
import io.coppice.storage.directory.Parts;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** Brings one part of a volume to another node: what is not there, without its holes, no faster than is allowed. */
final class Sending {
    private final Away away;
    private final MovingInternalApi.Send part;
    private final Calls there;

    Sending(Away away, MovingInternalApi.Send part) {
        this.away = away;
        this.part = part;
        this.there = away.on(part.target());
    }

    /**
     * @return how many bytes went over the link
     * @throws Refused when what is over there afterwards is not what is here
     */
    long send(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (part.compare()
                    && Parts.sum(channel, part.offset(), part.length()).equals(sumThere())) {
                return 0;
            }
            PartReader bytes = new PartReader(channel, part.offset(), part.length(), part.compare(), part.limit());
            MovingInternalApi.Summed summed = Objects.requireNonNull(there.call(
                    MovingInternalApi.RECEIVE,
                    new MovingInternalApi.Receive(
                            part.copy(), part.mark(), part.offset(), part.length(), new Streamed(bytes)),
                    away.self()));
            if (!bytes.sum().equals(summed.sha256())) {
                throw Refused.conflict("a part of '" + part.volume() + "' did not arrive at node '" + part.target()
                        + "' as it was sent: the copy is given up");
            }
            return bytes.sent();
        }
    }

    private String sumThere() {
        return Objects.requireNonNull(there.call(
                        MovingInternalApi.SUM,
                        new MovingInternalApi.Part(part.copy(), part.mark(), part.offset(), part.length()),
                        away.self()))
                .sha256();
    }
}
