package io.coppice.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hazelcast.internal.serialization.InternalSerializationService;
import com.hazelcast.internal.serialization.impl.DefaultSerializationServiceBuilder;
import com.hazelcast.nio.serialization.HazelcastSerializationException;
import com.hazelcast.spi.exception.RetryableHazelcastException;
import com.hazelcast.spi.exception.TargetNotMemberException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What one member writes another must be able to read where it is a failure, and must refuse where it is anything else. */
class FailuresTest {
    private final InternalSerializationService service = new DefaultSerializationServiceBuilder()
            .setConfig(Settings.of(new Members("secret", "127.0.1.9", List.of("127.0.1.9")))
                    .getSerializationConfig())
            .build();

    @Test
    void failures_are_read_with_their_causes() {
        Throwable cause = new IllegalStateException("not now", new java.io.IOException("gone"));
        cause.addSuppressed(new RetryableHazelcastException("later"));
        for (Throwable failure : List.of(
                new TargetNotMemberException("no member"), new RetryableHazelcastException("busy", cause), cause)) {
            Throwable read = service.toObject(service.toData(failure));
            assertEquals(failure.toString(), read.toString());
            assertEquals(failure.getStackTrace().length, read.getStackTrace().length);
        }
    }

    @Test
    void nothing_else_is() {
        Exception refused = assertThrows(
                HazelcastSerializationException.class, () -> service.toObject(service.toData(new AtomicInteger(7))));
        assertTrue(refused.toString().contains("not allowed"), refused::toString);
    }
}
