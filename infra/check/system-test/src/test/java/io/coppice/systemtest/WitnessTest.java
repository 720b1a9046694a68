package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Two real nodes, and on a third host a witness. */
@EnabledIfSystemProperty(
        named = "coppice.proofs",
        matches = "true",
        disabledReason = "takes two minutes: -Dcoppice.proofs=true")
class WitnessTest {
    private static final Duration SOON = Duration.ofSeconds(120);
    private static final String SECRET = "planted-Secret-9";

    @TempDir
    Path folder;

    private ClusterRig rig;
    private Process witness;

    @Test
    void with_a_witness_either_of_two_nodes_may_be_lost() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "namespaces are made by root");
        assumeTrue(Programs.has("nsenter") && Programs.has("ip") && Programs.has("openssl"), "a program is missing");
        Files.createFile(folder.resolve("witness.log"));
        try (ClusterRig two = ClusterRig.up(folder.resolve("rig"), 2, 1)) {
            rig = two;
            try {
                form();
                joins();
                isNoNode();
                eitherNodeOrTheWitnessMayBeLost();
                twoOfThemMayNot();
                holdsNothingReadable();
                isRemoved();
            } catch (Exception | AssertionError e) {
                System.out.println(two.logs() + Files.readString(folder.resolve("witness.log")));
                throw e;
            }
        }
    }

    private void form() throws Exception {
        rig.coppice(1, "cluster", "create", "wood");
        String token = rig.coppice(1, "cluster", "token", "pve2").strip();
        rig.coppice(2, "cluster", "join", "pve1", "--fingerprint", rig.fingerprint(1), "--password", token);
        Await.until(
                "two nodes say that neither may be lost",
                SOON,
                () -> rig.coppice(1, "cluster", "status")
                        .contains("warning: the loss of either of pve1, pve2 stops all changes"));
        rig.coppice(
                1,
                "pvesh",
                "create",
                "/cluster/metrics/server/planted",
                "--type",
                "influxdb",
                "--server",
                "127.0.0.1",
                "--port",
                "9",
                "--disable",
                "1",
                "--token",
                SECRET);
    }

    private void joins() throws Exception {
        Path file = folder.resolve("token");
        Files.writeString(file, rig.coppice(1, "cluster", "token", "wit").strip());
        Path log = folder.resolve("witness.log");
        String[] join = {
            "witness", "pve1", "--fingerprint", rig.fingerprint(1), "--name", "wit", "--password-file", file.toString()
        };
        assertEquals(1, rig.coppiceBeside(3, log, join).waitFor(), "a node's token is not a witness'");
        Files.writeString(
                file,
                rig.coppice(1, "cluster", "token", "wit", "--witness", "1").strip());
        witness = rig.coppiceBeside(3, log, join);
        awaitSpare(1, 1);
    }

    private JsonNode cluster(int node) throws Exception {
        return rig.get(node, "/cluster/status").path(0);
    }

    /** So many of those who vote may be lost; -1 where changes have stopped. */
    private void awaitSpare(int node, int spare) throws Exception {
        Await.until(
                "pve" + node + " says that " + spare + " may be lost",
                SOON,
                () -> cluster(node).path("spare").asInt(-1) == spare);
    }

    private void isNoNode() throws Exception {
        assertEquals("pve1,pve2,wit", cluster(2).path("voters").asText());
        assertFalse(cluster(2).has("warning"));
        assertEquals(2, rig.get(1, "/nodes").size());
        assertEquals(2, rig.get(1, "/cluster/config/nodes").size());
        JsonNode device = rig.get(1, "/cluster/config/qdevice");
        assertEquals("Connected", device.path("State").asText());
        assertEquals(1, device.path("Votes").asInt());
        assertTrue(rig.coppice(1, "pvecm", "nodes").contains("wit (witness)"));
        assertTrue(rig.coppice(1, "cluster", "status").contains("witness: wit, online"));
        assertNotEquals(
                0, rig.tryCoppice(1, "pvesh", "get", "/nodes/wit/status").exit());
        String again =
                rig.coppice(1, "cluster", "token", "wit", "--witness", "1").strip();
        Path file = Files.writeString(folder.resolve("second"), again);
        Path log = folder.resolve("second.log");
        Process second = rig.coppiceBeside(
                3,
                log,
                "witness",
                "pve1",
                "--fingerprint",
                rig.fingerprint(1),
                "--name",
                "wit2",
                "--data",
                "/var/lib/second",
                "--port",
                "8017",
                "--password-file",
                file.toString());
        assertEquals(1, second.waitFor());
        assertTrue(Files.readString(log).contains("does not take this login"), Files.readString(log));
    }

    private void write(int node, String text) throws Exception {
        long begun = System.nanoTime();
        rig.coppice(node, "pvesh", "create", "/access/groups", "--groupid", text);
        System.out.println(text + ": "
                + Duration.ofNanos(System.nanoTime() - begun).toMillis() + " ms, the command's start included");
    }

    private void eitherNodeOrTheWitnessMayBeLost() throws Exception {
        rig.kill(2);
        write(1, "without-pve2");
        awaitSpare(1, 0);
        assertTrue(cluster(1).path("warning").asText().startsWith("out of reach: pve2;"));
        rig.start(2);
        awaitSpare(2, 1);
        rig.kill(1);
        write(2, "without-pve1");
        rig.start(1);
        awaitSpare(1, 1);
        ClusterRig.kill(witness);
        write(1, "without-wit");
        awaitSpare(1, 0);
        assertEquals(
                "Disconnected",
                rig.get(1, "/cluster/config/qdevice").path("State").asText());
    }

    private void twoOfThemMayNot() throws Exception {
        rig.kill(2);
        Await.until(
                "changes have stopped", SOON, () -> cluster(1).path("quorate").asInt() == 0);
        assertNotEquals(
                0,
                rig.tryCoppice(1, "pvesh", "create", "/access/groups", "--groupid", "alone")
                        .exit());
        witness = rig.coppiceBeside(3, folder.resolve("witness.log"), "witness");
        awaitSpare(1, 0);
        write(1, "witness-back");
        rig.start(2);
        awaitSpare(2, 1);
    }

    private void holdsNothingReadable() throws Exception {
        Path data = rig.data(3).resolveSibling("coppice-witness");
        String key = Files.readAllLines(rig.data(1).resolve("secret/keyring"))
                .getLast()
                .split(" ")[1];
        boolean sealed = false;
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
                for (String secret : List.of(SECRET, key, "PRIVATE KEY")) {
                    assertFalse(
                            bytes.contains(secret) && !file.endsWith("secret/link.key"), () -> secret + " in " + file);
                }
                sealed |= bytes.contains("coppice-sealed:1:");
            }
        }
        assertTrue(sealed, "it looked where nothing is");
    }

    private void isRemoved() throws Exception {
        rig.coppice(1, "cluster", "remove", "wit");
        Await.until(
                "two vote",
                SOON,
                () -> cluster(1).path("voters").asText().equals("pve1,pve2")
                        && !cluster(1).has("witness"));
        assertTrue(rig.coppice(1, "cluster", "status").contains("warning: the loss of either"));
        write(2, "without-a-witness");
        assertEquals(
                "{}",
                rig.get(1, "/cluster/config/qdevice").toString(),
                "and what it had seen needed no renewal: whoever is logged in stays");
    }
}
