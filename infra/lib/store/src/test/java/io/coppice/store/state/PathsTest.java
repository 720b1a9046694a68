package io.coppice.store.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.endpoint.Service;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "storage.cfg",
                "storage.cfg:local",
                "user.cfg:acl:/vms/100",
                "user.cfg:user:jörg@pve",
                "token.cfg:root@pam!t1",
                "nodes/pve1/qemu-server/100.conf",
                "priv/tasks/UPID:pve1:0000:00:qmstart:100:root@pam:",
                "a/..b/c"
            })
    void these_are_paths(String path) {
        assertEquals(Optional.empty(), Paths.wrong(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/etc/passwd",
                "a/",
                "a//b",
                ".",
                "..",
                "../a",
                "a/../b",
                "a/./b",
                "a/..",
                "a b",
                "a\nb",
                "a\\b",
                "a:",
                "a:b\nc",
                "a:\u0000",
                "ä.cfg",
                ":x",
                "a/:x"
            })
    void these_are_none(String path) {
        assertFalse(Paths.wrong(path).isEmpty(), path);
    }

    @Test
    void a_path_has_a_longest_length() {
        assertTrue(Paths.wrong("a".repeat(255)).isEmpty());
        assertFalse(Paths.wrong("a".repeat(256)).isEmpty());
        assertFalse(Paths.wrong("a:" + "b".repeat(1023)).isEmpty());
    }

    @Test
    void guests_are_found_by_their_paths() {
        assertEquals(OptionalInt.of(100), Paths.guest("nodes/a/qemu-server/100.conf"));
        assertEquals(OptionalInt.of(999_999_999), Paths.guest("nodes/a/lxc/999999999.conf"));
        assertEquals(OptionalInt.empty(), Paths.guest("nodes/a/lxc/99.conf"));
        assertEquals(OptionalInt.empty(), Paths.guest("nodes/a/lxc/0100.conf"));
        assertEquals(OptionalInt.empty(), Paths.guest("nodes/a/b/lxc/100.conf"));
    }

    @ParameterizedTest
    @CsvSource({
        "nodes/a/qemu-server/100.conf, COMPUTE",
        "nodes/a/lxc/100.conf, COMPUTE",
        "nodes/a/config, NODE",
        "nodes/a/host.fw, NETWORK",
        "ha/resources.cfg:vm:100, COMPUTE",
        "storage.cfg:local, STORAGE",
        "sdn/zones.cfg:z1, NETWORK",
        "jobs.cfg:vzdump:b1, BACKUP",
        "jobs.cfg:realm-sync:r1, AUTH",
        "user.cfg:user:root@pam, AUTH",
        "token.cfg:root@pam!t, AUTH",
        "authkey.pub.pem, AUTH",
        "priv/authkey.key, AUTH",
        "datacenter.cfg, NODE",
        "notifications.cfg:x, METRICS"
    })
    void a_path_has_exactly_one_writer(String path, Service owner) {
        for (Service s : Service.values()) {
            assertEquals(s == owner, Ownership.owns(s, path), () -> s + " " + path);
        }
    }

    @Test
    void every_service_has_a_place_of_its_own_and_secrets_of_its_tasks() {
        for (Service s : Service.values()) {
            assertTrue(Ownership.owns(s, "coppice/" + s.label() + "/x"));
            assertEquals(s != Service.GATEWAY, Ownership.owns(s, "priv/tasks/t1"));
            assertFalse(Ownership.owns(s, "nowhere"));
        }
        assertFalse(Ownership.owns(Service.AUTH, "coppice/compute/x"));
    }
}
