package io.coppice.store.raft;

import io.coppice.store.Image;
import io.coppice.store.StoreLines;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The other members: how they are reached, and who they are.
 *
 * @param lines between them
 * @param members reads the names of all members from an image, this one too, first those that shall rather vote; a store
 *     whose image names nobody is alone
 */
public record Cluster(StoreLines lines, Function<Image, List<String>> members) {
    /** There are no others, and no way to any. */
    public static Cluster none() {
        return new Cluster(Nobody.NOBODY, image -> List.of());
    }

    private enum Nobody implements StoreLines {
        NOBODY;

        @Override
        public CompletableFuture<byte[]> ask(String member, byte[] message) {
            return CompletableFuture.failedFuture(new java.io.IOException("there is no line to " + member));
        }

        @Override
        public AutoCloseable answer(BiFunction<String, byte[], CompletableFuture<byte[]>> answers) {
            return () -> {};
        }
    }
}
