package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers of a template that debootstrap makes: what they are set up with, what bounds them, what they outlive. */
class ContainerTest {
    @TempDir
    static Path folder;

    private static RunningNode node;
    private static ApiClient api;
    private static String lxc;

    @BeforeAll
    static void up() throws Exception {
        DebianTemplate.require(folder);
        node = RunningNode.withoutKafka(folder.resolve("data"));
        api = node.admin();
        lxc = "/nodes/" + node.name() + "/lxc";
        DebianTemplate.putInto(node);
    }

    @AfterAll
    static void down() throws Exception {
        if (node != null) {
            node.close();
        }
    }

    private static void make(int vmid, Map<String, Object> more) throws Exception {
        Map<String, Object> options = new HashMap<>(
                Map.of("vmid", vmid, "ostemplate", DebianTemplate.VOLUME, "rootfs", "local:1", "swap", 0));
        options.putAll(more);
        assertEquals("OK", api.task(api.post(lxc, options)));
    }

    private static void power(int vmid, String verb) throws Exception {
        assertEquals("OK", api.task(api.post(lxc + "/" + vmid + "/status/" + verb, Map.of())));
    }

    private static JsonNode current(int vmid) throws Exception {
        return api.get(lxc + "/" + vmid + "/status/current").data();
    }

    private static Programs.Ended inside(int vmid, String... argv) throws Exception {
        return DebianTemplate.inside(node, folder, vmid, argv);
    }

    @Test
    void an_unprivileged_container_is_set_up_bounded_changed_and_taken_down() throws Exception {
        make(1810, Map.of("hostname", "first", "memory", 128, "cores", 1, "password", "a-Password-1"));
        JsonNode config = api.get(lxc + "/1810/config").data();
        assertEquals(1, config.path("unprivileged").asInt());
        assertEquals("debian", config.path("ostype").asText());
        assertTrue(config.path("lock").isMissingNode(), config::toString);
        power(1810, "start");
        assertEquals("first\n", inside(1810, "hostname").output());
        assertTrue(inside(1810, "cat", "/proc/self/uid_map").output().contains("100000"));
        assertTrue(inside(1810, "cat", "/etc/shadow").output().contains("root:$5$"));
        assertEquals(
                137,
                inside(1810, "dd", "if=/dev/zero", "of=/dev/null", "bs=200M", "count=1")
                        .exit());
        Map<String, Object> more = Map.of("memory", 384, "hostname", "second");
        assertEquals(200, api.put(lxc + "/1810/config", more).status());
        assertEquals(
                0,
                inside(1810, "dd", "if=/dev/zero", "of=/dev/null", "bs=200M", "count=1")
                        .exit());
        assertEquals("first\n", inside(1810, "hostname").output());
        power(1810, "reboot");
        assertEquals("second\n", inside(1810, "hostname").output());
        power(1810, "suspend");
        power(1810, "resume");
        power(1810, "shutdown");
        assertEquals("stopped", current(1810).path("status").asText());
        for (String verb : List.of("stop", "shutdown")) {
            ApiClient.Reply off = api.post(lxc + "/1810/status/" + verb, Map.of());
            assertEquals(
                    "500 CT 1810 not running",
                    off.status() + " " + off.message().strip());
        }
        assertEquals("OK", api.task(api.delete(lxc + "/1810?purge=1")));
        assertTrue(Files.notExists(node.data().resolve("storage/images/1810")));
    }

    @Test
    void a_container_goes_on_when_its_node_is_killed_and_is_cleaned_up_after_when_it_ends() throws Exception {
        make(1811, Map.of("memory", 128));
        power(1811, "start");
        long pid = current(1811).path("pid").asLong();
        ProcessHandle.of(node.pid("node")).orElseThrow().destroyForcibly();
        assertTrue(ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent());
        node.start();
        api = node.admin();
        assertEquals(pid, current(1811).path("pid").asLong());
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        Await.until(
                "its volume is unmounted",
                Duration.ofSeconds(30),
                () -> !Files.readString(Path.of("/proc/self/mounts")).contains("lxc/1811/rootfs"));
        assertEquals("stopped", current(1811).path("status").asText());
        // a monitor that was killed leaves its control groups behind
        power(1811, "start");
        power(1811, "stop");
        assertEquals("OK", api.task(api.delete(lxc + "/1811")));
    }

    @Test
    void the_number_of_a_container_is_no_virtual_machines() throws Exception {
        make(1812, Map.of());
        ApiClient.Reply second = api.post("/nodes/" + node.name() + "/qemu", Map.of("vmid", 1812));
        String exists = " 1812 - CT 1812 already exists on node '" + node.name() + "'";
        assertEquals("unable to create VM" + exists, second.message().strip());
        ApiClient.Reply third = api.post(lxc, Map.of("vmid", 1812, "ostemplate", DebianTemplate.VOLUME));
        assertEquals("unable to create CT" + exists, third.message().strip());
        assertEquals("OK", api.task(api.delete(lxc + "/1812")));
    }
}
