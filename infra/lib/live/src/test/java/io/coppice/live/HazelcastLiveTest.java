package io.coppice.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.word.NodeName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HazelcastLiveTest extends LiveDoor {
    private static HazelcastLive live;

    @BeforeAll
    static void join(@TempDir Path data) throws InterruptedException {
        live = new HazelcastLive(
                new NodeName("pve1"),
                Members.alone(UUID.randomUUID().toString(), data),
                Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC));
        live.put("guest", "early", Map.of("status", "running"));
        assertTrue(live.get("guest", "early").isPresent());
        assertTrue(live.awaitShared(60));
    }

    @AfterAll
    static void leave() {
        live.close();
    }

    @Override
    Live live() {
        return live;
    }

    @Test
    void what_was_put_before_it_was_up_is_there_afterwards() {
        assertEquals(
                "running", live.get("guest", "early").orElseThrow().figures().get("status"));
    }

    @Test
    void a_data_directory_has_a_loopback_address_of_its_own() {
        String host = Members.host(Path.of("/var/lib/coppice"));
        assertTrue(host.matches("127\\.0\\.1\\.([1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-4])"));
        assertEquals(host, Members.host(Path.of("/var/lib/./coppice")));
    }

    @Test
    void the_members_name_is_random_kept_and_only_the_owners_to_read(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("live");
        String name = Members.secret(file);
        assertEquals(name, Members.secret(file));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertNotEquals(name, Members.secret(folder.resolve("other")));
    }
}
