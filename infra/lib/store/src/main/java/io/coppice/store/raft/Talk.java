package io.coppice.store.raft;

import io.coppice.store.StoreLines;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What members say to each other: a question is its topic's byte and its own bytes; an answer says first whether it is one. */
final class Talk {
    /** What a question is about. Its byte never changes. */
    enum Topic {
        VOTE(1),
        APPEND(2),
        SNAPSHOT(3),
        ELECT(4),
        DECIDE(10),
        FOLLOW(11),
        OUTCOME(12),
        WHO(13),
        SEAT(14),
        RAISE(15);

        private final byte tag;

        Topic(int tag) {
            this.tag = (byte) tag;
        }

        static Topic of(byte tag) throws IOException {
            for (Topic t : values()) {
                if (t.tag == tag) {
                    return t;
                }
            }
            throw new IOException("an unknown question (" + tag + "): of a newer program?");
        }
    }

    private static final byte ANSWER = 0;
    private static final byte FAILURE = 1;

    private final StoreLines lines;

    Talk(StoreLines lines) {
        this.lines = lines;
    }

    CompletableFuture<byte[]> ask(String member, Topic topic, byte[] body) {
        return lines.ask(member, framed(topic.tag, body)).thenApply(Talk::opened);
    }

    /** @throws IOException when there was no answer in time; whether it was heard is not known then */
    byte[] ask(String member, Topic topic, byte[] body, long millis) throws IOException {
        CompletableFuture<byte[]> answer = ask(member, topic, body);
        try {
            return answer.get(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while " + member + " was asked");
        } catch (TimeoutException e) {
            answer.cancel(false);
            throw new IOException(member + " did not answer within " + millis + " ms", e);
        } catch (ExecutionException e) {
            throw new IOException(member + ": " + why(e.getCause()), e);
        }
    }

    static byte[] answer(byte[] body) {
        return framed(ANSWER, body);
    }

    static byte[] failure(Throwable why) {
        return framed(FAILURE, why(why).getBytes(StandardCharsets.UTF_8));
    }

    static byte[] body(byte[] question) {
        return Arrays.copyOfRange(question, 1, question.length);
    }

    private static String why(@Nullable Throwable e) {
        if (e == null) {
            return "it gave no reason";
        }
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    private static byte[] framed(byte first, byte[] body) {
        byte[] all = new byte[body.length + 1];
        all[0] = first;
        System.arraycopy(body, 0, all, 1, body.length);
        return all;
    }

    private static byte[] opened(byte[] answer) {
        if (answer.length == 0 || answer[0] != ANSWER) {
            throw new IllegalStateException(
                    answer.length < 2
                            ? "an empty answer"
                            : new String(answer, 1, answer.length - 1, StandardCharsets.UTF_8));
        }
        return body(answer);
    }
}
