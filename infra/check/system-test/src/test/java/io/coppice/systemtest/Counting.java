package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A guest that counts on its serial port: who hears each number after the one before knows that it noticed nothing. */
final class Counting implements AutoCloseable {
    static final int VMID = 100;
    private final RunningNode node;
    private final SerialConsole console;
    private final long pid;
    private int checked;
    private int last = -1;

    private Counting(RunningNode node, SerialConsole console, long pid) {
        this.node = node;
        this.console = console;
        this.pid = pid;
    }

    static Counting start(RunningNode node, Path folder) throws Exception {
        ApiClient api = node.admin();
        String name = node.name();
        Path iso = BootSector.iso(folder, BootSector.counting());
        String upload = "/nodes/" + name + "/storage/local/upload";
        assertEquals("OK", api.task(api.upload(upload, Map.of("content", "iso"), iso)));
        String medium = "local:iso/" + iso.getFileName() + ",media=cdrom";
        Map<String, Object> options =
                Map.of("vmid", VMID, "memory", 32, "serial0", "socket", "boot", "order=ide2", "ide2", medium);
        assertEquals("OK", api.task(api.post("/nodes/" + name + "/qemu", options)));
        SerialConsole console = SerialConsole.of(node, VMID);
        assertEquals("OK", api.task(api.post("/nodes/" + name + "/qemu/" + VMID + "/status/start", Map.of())));
        Counting guest = new Counting(node, console, pidOf(api, name));
        console.awaitText("\n", Duration.ofSeconds(60));
        return guest;
    }

    /** It is the process that it was, it goes on, and no number was left out or came twice since it was started. */
    void hasNotNoticed(String what) throws Exception {
        int heard = console.heard();
        Await.until(what + ": the guest goes on", Duration.ofSeconds(30), () -> console.heard() > heard + 10);
        String text = console.text();
        int end = text.lastIndexOf('\n');
        for (String line : text.substring(checked, end).split("\n")) {
            int now = line.length() == 4 ? Integer.parseInt(line, 16) : -1;
            // of the first number the beginning may have been said to nobody
            if (last >= 0) {
                assertEquals(last + 1 & 0xFFFF, now, what + ": after " + last + " the guest said '" + line + "'");
            }
            last = now;
        }
        checked = end + 1;
        assertEquals(pid, pidOf(node.admin(), node.name()), what + ": the guest's process");
    }

    int counted() {
        return last;
    }

    void stop() throws Exception {
        ApiClient api = node.admin();
        assertEquals("OK", api.task(api.post("/nodes/" + node.name() + "/qemu/" + VMID + "/status/stop", Map.of())));
    }

    private static long pidOf(ApiClient api, String name) throws Exception {
        JsonNode now =
                api.get("/nodes/" + name + "/qemu/" + VMID + "/status/current").data();
        assertEquals("running", now.path("status").asText(), now::toString);
        return now.path("pid").asLong();
    }

    @Override
    public void close() throws Exception {
        console.close();
    }
}
