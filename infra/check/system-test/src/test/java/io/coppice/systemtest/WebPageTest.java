package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The web page by clicks in a real browser; its story is {@code gateway/web/browser/page.test.ts}. */
class WebPageTest {
    @TempDir
    Path folder;

    @Test
    void a_person_makes_starts_changes_stops_and_destroys_a_guest_by_clicks() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "a node is started by root");
        assumeTrue(Programs.has("qemu-system-x86_64"), "there is no QEMU");
        assumeTrue(Programs.has("chromium"), "there is no Chromium");
        Path web = RunningNode.projectRoot().resolve("gateway/web");
        assumeTrue(Files.isDirectory(web.resolve("node_modules/playwright-core")), "the page was not built here");
        try (RunningNode node = RunningNode.withoutKafka(folder.resolve("data"))) {
            Map<String, String> environment = Map.of(
                    "COPPICE_URL",
                    "https://localhost:" + node.port() + "/",
                    "COPPICE_PASSWORD",
                    RunningNode.PASSWORD,
                    "COPPICE_VMID",
                    "131",
                    "COPPICE_ISO",
                    iso(node));
            Programs.Ended ended = Programs.run(web, environment, 900, "npm", "run", "--silent", "browser");
            // a story that broke off may leave its guest running
            node.admin().post("/nodes/" + node.name() + "/qemu/131/status/stop", Map.of());
            assertEquals(0, ended.exit(), ended::output);
        }
    }

    /** A medium that a guest's serial console can be seen by. */
    private String iso(RunningNode node) throws Exception {
        assumeTrue(Programs.has("xorriso"), "there is no xorriso");
        ApiClient api = node.admin();
        Path iso = BootSector.iso(folder);
        String upload = "/nodes/" + node.name() + "/storage/local/upload";
        assertEquals("OK", api.task(api.upload(upload, Map.of("content", "iso"), iso)));
        return "local:iso/" + iso.getFileName();
    }
}
