package io.coppice.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hazelcast.cluster.ClusterState;
import com.hazelcast.internal.serialization.InternalSerializationService;
import com.hazelcast.internal.serialization.impl.DefaultSerializationServiceBuilder;
import com.hazelcast.nio.serialization.HazelcastSerializationException;
import com.hazelcast.spi.exception.RetryableHazelcastException;
import com.hazelcast.spi.exception.TargetNotMemberException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** What one member writes another must be able to read where it is a failure, and must refuse where it is anything else. */
class FailuresTest {
    /** An interface, and two of the discovery in clouds, which is off. */
    private static final Set<String> UNSAID = Set.of(
            "com.hazelcast.spi.exception.RetryableException",
            "com.hazelcast.spi.exception.NoCredentialsException",
            "com.hazelcast.spi.exception.RestClientException");

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

    /** Whoever cannot read an answer has none: a partition stays closed for as long as one waits for it. */
    @Test
    void all_that_members_tell_each_other_of_who_holds_what_is_read() throws Exception {
        Path jar = Path.of(com.hazelcast.core.HazelcastInstance.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (JarFile classes = new JarFile(jar.toFile())) {
            List<String> unread = classes.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.matches("com/hazelcast/(core|partition|transaction|spi/exception"
                            + "|internal/partition|internal/cluster/impl)/[A-Z]\\w*(Exception|Error)\\.class"))
                    .map(name ->
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                    .filter(name -> !Failures.CLASSES.contains(name) && !UNSAID.contains(name))
                    .toList();
            assertEquals(List.of(), unread);
        }
        ClusterState frozen = ClusterState.FROZEN;
        assertEquals(frozen, service.toObject(service.toData(frozen)));
    }

    @Test
    void nothing_else_is() {
        Exception refused = assertThrows(
                HazelcastSerializationException.class, () -> service.toObject(service.toData(new AtomicInteger(7))));
        assertTrue(refused.toString().contains("not allowed"), refused::toString);
    }
}
