package io.coppice.node.link;

import io.coppice.documents.member.ClusterMember;
import io.coppice.store.StoreLines;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Carries what those who hold the truth ask each other. */
public final class TruthLines implements StoreLines, LinkServer.Behind {
    /** A change that waits for a new leader is answered within ten seconds. */
    private static final int TIMEOUT_MILLIS = 30_000;

    private final Links links;
    private volatile @Nullable BiFunction<String, byte[], CompletableFuture<byte[]>> answers;

    public TruthLines(Links links) {
        this.links = links;
    }

    @Override
    public CompletableFuture<byte[]> ask(String member, byte[] message) {
        return links.all().stream()
                .filter(link -> link.peer().member().equals(member))
                .findFirst()
                .map(link -> link.askTruth(message, TIMEOUT_MILLIS)
                        .map(Buffer::getBytes)
                        .toCompletionStage()
                        .toCompletableFuture())
                .orElseGet(() -> CompletableFuture.failedFuture(new IOException("there is no link to " + member)));
    }

    @Override
    public AutoCloseable answer(BiFunction<String, byte[], CompletableFuture<byte[]>> by) {
        answers = by;
        return () -> {
            if (answers == by) {
                answers = null;
            }
        };
    }

    /** Its asker is who its certificate says. */
    @Override
    public void serve(ClusterMember peer, HttpServerRequest request) {
        Buffer message = Buffer.buffer();
        request.handler(part -> {
            if (message.length() + part.length() > LONGEST) {
                request.connection().close();
            } else {
                message.appendBuffer(part);
            }
        });
        request.endHandler(end -> {
            BiFunction<String, byte[], CompletableFuture<byte[]>> by = answers;
            if (by == null) {
                request.response().setStatusCode(503).end();
                return;
            }
            by.apply(peer.member(), message.getBytes()).whenComplete((answer, failure) -> {
                if (failure == null) {
                    request.response().end(Buffer.buffer(answer));
                } else {
                    request.response().setStatusCode(503).end();
                }
            });
        });
    }
}
