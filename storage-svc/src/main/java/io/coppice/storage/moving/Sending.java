package io.coppice.storage.moving;

import io.coppice.contract.api.storage.MovingInternalApi;
import io.coppice.contract.failure.Refused;
import io.coppice.servicekit.serve.Calls;
import io.coppice.storage.directory.Parts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;

/** Brings one part of a volume to another node: what is not there, without its holes, no faster than is allowed. */
final class Sending {
    private final Away away;
    private final MovingInternalApi.Send part;
    private final Calls there;
    private final long begun = System.nanoTime();
    private long sent;

    Sending(Away away, MovingInternalApi.Send part) {
        this.away = away;
        this.part = part;
        this.there = away.on(part.target());
    }

    /**
     * @return how many bytes went over the link
     * @throws Refused when what is over there afterwards is not what is here
     */
    long send(Path file) throws IOException, InterruptedException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (part.compare()
                    && Parts.sum(channel, part.offset(), part.length()).equals(sumThere())) {
                return 0;
            }
            MessageDigest sum = Parts.sha256();
            Parts.read(channel, part.offset(), part.length(), (at, piece) -> {
                sum.update(piece.duplicate());
                if (part.compare() || !isHole(piece)) {
                    write(at, piece);
                }
            });
            if (!HexFormat.of().formatHex(sum.digest()).equals(sumThere())) {
                throw Refused.conflict("a part of '" + part.volume() + "' did not arrive at node '" + part.target()
                        + "' as it was sent: the copy is given up");
            }
            return sent;
        }
    }

    private String sumThere() {
        return Objects.requireNonNull(there.call(
                        MovingInternalApi.SUM,
                        new MovingInternalApi.Part(part.copy(), part.mark(), part.offset(), part.length()),
                        away.self()))
                .sha256();
    }

    private void write(long at, ByteBuffer piece) throws InterruptedException {
        byte[] bytes = new byte[piece.remaining()];
        piece.get(piece.position(), bytes);
        there.call(
                MovingInternalApi.WRITE,
                new MovingInternalApi.Write(
                        part.copy(), part.mark(), at, Base64.getEncoder().encodeToString(bytes)),
                away.self());
        sent += bytes.length;
        if (part.limit() > 0) {
            long due = begun + Duration.ofSeconds(1).toNanos() * (sent >> 10) / part.limit();
            Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
        }
    }

    private static boolean isHole(ByteBuffer piece) {
        ByteBuffer left = piece.duplicate();
        while (left.remaining() >= Long.BYTES) {
            if (left.getLong() != 0) {
                return false;
            }
        }
        while (left.hasRemaining()) {
            if (left.get() != 0) {
                return false;
            }
        }
        return true;
    }
}
