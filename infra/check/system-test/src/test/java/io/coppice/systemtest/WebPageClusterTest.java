package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The web page of a cluster by clicks; its story is {@code gateway/web/browser/move.test.ts}. */
@EnabledIfSystemProperty(
        named = "coppice.proofs",
        matches = "true",
        disabledReason = "takes minutes: -Dcoppice.proofs=true")
class WebPageClusterTest {
    /** All that runs in the container: it waits until it is asked to end. */
    private static final String INIT = """
            #!/bin/sh
            trap 'exit 0' PWR
            while :; do sleep 1; done
            """;

    @TempDir
    Path folder;

    @Test
    void a_person_moves_guests_to_another_node_by_clicks() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "namespaces are made by root");
        for (String program : List.of("nsenter", "ip", "qemu-system-x86_64", "lxc-start", "busybox", "chromium")) {
            assumeTrue(Programs.has(program), "there is no " + program);
        }
        Path web = RunningNode.projectRoot().resolve("gateway/web");
        assumeTrue(Files.isDirectory(web.resolve("node_modules/playwright-core")), "the page was not built here");
        try (ClusterRig rig = ClusterRig.up(folder.resolve("rig"), 2)) {
            rig.coppice(1, "cluster", "create", "wood");
            rig.join(2, 1, rig.coppice(1, "cluster", "token", "pve2").strip());
            Files.copy(template(), rig.data(1).resolve("storage/template/cache/tiny.tar.gz"));
            Map<String, String> environment = Map.of(
                    "COPPICE_URL",
                    "https://localhost:8006/",
                    "COPPICE_PASSWORD",
                    ClusterRig.PASSWORD,
                    "COPPICE_VMID",
                    "141",
                    "COPPICE_OTHER",
                    "pve2",
                    "COPPICE_TEMPLATE",
                    "local:vztmpl/tiny.tar.gz");
            Programs.Ended ended = rig.beside(1, web, environment, "npm", "run", "--silent", "browser", "--", "move");
            assertEquals(0, ended.exit(), ended::output);
        }
    }

    /** As small as a container can be that hears when it shall end. */
    private Path template() throws Exception {
        Path root = folder.resolve("tiny");
        Path bin = Files.createDirectories(root.resolve("bin"));
        Files.copy(Path.of("/bin/busybox"), bin.resolve("busybox"), StandardCopyOption.COPY_ATTRIBUTES);
        for (String tool : List.of("sh", "sleep")) {
            Files.createSymbolicLink(bin.resolve(tool), Path.of("busybox"));
        }
        for (String empty : List.of("etc", "proc", "sys", "dev", "tmp", "run")) {
            Files.createDirectories(root.resolve(empty));
        }
        Path init = Files.createDirectories(root.resolve("sbin")).resolve("init");
        Files.writeString(init, INIT);
        Files.setPosixFilePermissions(init, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path archive = folder.resolve("tiny.tar.gz");
        Programs.succeed(folder, "tar", "-czf", archive.toString(), "-C", root.toString(), ".");
        return archive;
    }
}
