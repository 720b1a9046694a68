package io.coppice.servicekit.serve;

import io.coppice.contract.failure.Refused;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Sends bytes no faster than they are taken: one part is under way while the next is read. For virtual threads. */
final class BodySender {
    private static final int PART = 256 << 10;

    /** When a part cannot be sent, an answer that says why may be on its way. */
    private static final Duration REASON = Duration.ofSeconds(3);

    private final HttpClientRequest request;
    private final Future<ServiceClient.Answered> answer;
    private final Duration longest;

    /**
     * @param answer fails with {@link Refused} alone
     * @param longest a part that is not taken for so long never will be; and as long may the answer take behind the last
     */
    BodySender(HttpClientRequest request, Future<ServiceClient.Answered> answer, Duration longest) {
        this.request = request.setChunked(true);
        this.answer = answer;
        this.longest = longest;
    }

    /**
     * Blocks until it is answered.
     *
     * @return empty where no answer came
     * @throws Refused as it was answered
     * @throws UncheckedIOException when the bytes cannot be read
     */
    Optional<ServiceClient.Answered> send(InputStream bytes) {
        byte[] part = new byte[PART];
        Future<Void> underWay = Future.succeededFuture();
        try {
            while (!answer.isComplete()) {
                int length = bytes.readNBytes(part, 0, PART);
                await(underWay, longest);
                if (length == 0) {
                    request.end();
                    return Optional.of(await(answer, longest));
                }
                underWay = request.write(Buffer.buffer(Arrays.copyOf(part, length)));
            }
        } catch (CompletionException e) {
            return reason();
        } catch (IOException e) {
            giveUp();
            throw new UncheckedIOException("what was to be sent could not be read", e);
        }
        return reason();
    }

    private Optional<ServiceClient.Answered> reason() {
        try {
            return Optional.of(await(answer, REASON));
        } catch (CompletionException e) {
            if (e.getCause() instanceof Refused refused) {
                throw refused;
            }
            return Optional.empty();
        } finally {
            giveUp();
        }
    }

    /** What was answered before all was sent leaves half a request on its connection, on which nothing else may follow. */
    private void giveUp() {
        request.reset();
        request.connection().close();
    }

    private static <T> T await(Future<T> future, Duration limit) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }
}
