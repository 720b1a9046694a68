package io.coppice.store;

import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/**
 * How the members of the truth reach each other; carried by the nodes' links.
 *
 * <p>A member's name in the group is {@code <node>-<8 hex digits>}. Each question stands for itself: several are on
 * their way at a time, in any order, and none waits for the one before it, so that a large one delays no heartbeat.
 */
public interface StoreLines {
    /** The longest question or answer, in bytes. */
    int LONGEST = 8 << 20;

    /**
     * Asks a member. Completes with its answer, or exceptionally when it cannot be reached, when the line ends before the
     * answer, or when it fails to answer; who asks does not know then whether it was heard. It never blocks.
     */
    CompletableFuture<byte[]> ask(String member, byte[] message);

    /**
     * From now on answers what others ask; what they asked before fails. One at a time.
     *
     * @param answers gets the name of the member that asks, as its certificate has it, and what it asks; it does not block
     * @return what ends it
     */
    AutoCloseable answer(BiFunction<String, byte[], CompletableFuture<byte[]>> answers);
}
