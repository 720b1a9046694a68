package io.coppice.node.health;

import io.coppice.servicekit.meter.Meters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway's metrics, which it leaves in a file every few seconds: nobody can call the gateway. A file of its own user, so
 * what is in it is bounded and never followed.
 */
public final class GatewayMetrics {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayMetrics.class);
    private static final long LARGEST = 1 << 20;
    private static final Duration YOUNG = Duration.ofSeconds(30);

    private final Path file;
    private final Clock clock;

    public GatewayMetrics(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /** The gateway's half. */
    public void leave(Meters meters) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".tmp");
        Files.writeString(fresh, meters.text());
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Empty when the gateway has left none for half a minute. */
    Optional<String> text() {
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > LARGEST) {
                return Optional.empty();
            }
            long age = clock.millis()
                    - Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toMillis();
            return age < YOUNG.toMillis() ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            LOG.warn("the gateway's metrics cannot be read: {}", e.getMessage());
            return Optional.empty();
        }
    }
}
