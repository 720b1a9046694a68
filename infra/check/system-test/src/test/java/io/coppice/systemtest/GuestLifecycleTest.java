package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person does first, in both shapes of a node: uploads an ISO, makes a VM of it, boots, stops, destroys it. */
@ParameterizedClass
@ValueSource(strings = {"", "--split"})
class GuestLifecycleTest {
    @TempDir
    static Path all;

    @Parameter
    String shape;

    private static Path folder;

    private static RunningNode node;
    private static ApiClient api;
    private static String qemu;
    private static String storage;

    @BeforeParameterizedClassInvocation
    static void up(String shape) throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "a node is started by root");
        assumeTrue(Programs.has("qemu-system-x86_64"), "there is no QEMU");
        folder = Files.createDirectory(all.resolve("files" + shape));
        node = RunningNode.withoutKafka(
                all.resolve("data" + shape), shape.isEmpty() ? new String[0] : new String[] {shape});
        api = node.admin();
        qemu = "/nodes/" + node.name() + "/qemu";
        storage = "/nodes/" + node.name() + "/storage/local";
    }

    @AfterParameterizedClassInvocation
    static void down() throws Exception {
        if (node != null) {
            node.close();
        }
    }

    private static void upload(Path iso) throws Exception {
        assertEquals("OK", api.task(api.upload(storage + "/upload", Map.of("content", "iso"), iso)));
    }

    private static String state(int vmid) throws Exception {
        return api.get(qemu + "/" + vmid + "/status/current")
                .data()
                .path("status")
                .asText();
    }

    private static void boot(int vmid, Path iso, int memory, String greeting, Duration atMost) throws Exception {
        upload(iso);
        Map<String, Object> options = Map.of(
                "vmid",
                vmid,
                "name",
                "guest" + vmid,
                "memory",
                memory,
                "serial0",
                "socket",
                "ide2",
                "local:iso/" + iso.getFileName() + ",media=cdrom",
                "boot",
                "order=ide2");
        assertEquals("OK", api.task(api.post(qemu, options)));
        assertEquals("stopped", state(vmid));
        try (SerialConsole console = SerialConsole.of(node, vmid)) {
            assertEquals("OK", api.task(api.post(qemu + "/" + vmid + "/status/start", Map.of())));
            assertEquals("running", state(vmid));
            console.awaitText(greeting, atMost);
        }
        assertEquals("OK", api.task(api.post(qemu + "/" + vmid + "/status/stop", Map.of())));
        assertEquals("stopped", state(vmid));
        assertEquals("OK", api.task(api.delete(qemu + "/" + vmid + "?purge=1")));
        assertEquals(500, api.get(qemu + "/" + vmid + "/config").status());
    }

    @Test
    void a_boot_sector_speaks_on_its_serial_port_and_is_taken_down() throws Exception {
        assumeTrue(Programs.has("xorriso"), "there is no xorriso");
        boot(100, BootSector.iso(folder), 32, BootSector.GREETING.strip(), Duration.ofSeconds(30));
    }

    @Test
    void a_linux_boots_from_an_uploaded_iso() throws Exception {
        List<String> missing = LinuxGuest.missingPrograms();
        assumeTrue(missing.isEmpty(), "missing: " + missing);
        boot(101, LinuxGuest.iso(folder), 192, LinuxGuest.GREETING, Duration.ofSeconds(120));
    }

    @Test
    void a_guest_goes_on_while_the_node_is_down_and_is_found_again() throws Exception {
        Map<String, Object> options = Map.of("vmid", 110, "memory", 16);
        assertEquals("OK", api.task(api.post(qemu, options)));
        assertEquals("OK", api.task(api.post(qemu + "/110/status/start", Map.of())));
        long pid = api.get(qemu + "/110/status/current").data().path("pid").asLong();
        node.down();
        assertTrue(ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent());
        node.start();
        api = node.admin();
        assertEquals("running", state(110));
        assertEquals(
                pid, api.get(qemu + "/110/status/current").data().path("pid").asLong());
        assertEquals("OK", api.task(api.post(qemu + "/110/status/stop", Map.of())));
        assertEquals("OK", api.task(api.delete(qemu + "/110")));
    }
}
