package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.coppice.node.certificate.Authority;
import io.coppice.store.state.Apply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three real nodes on hosts of their own become one cluster, and stay one while nodes and links fail. */
class ClusterTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private ClusterRig rig;

    @Test
    void three_nodes_are_one_cluster() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "namespaces are made by root");
        assumeTrue(
                Programs.has("nsenter") && Programs.has("ip") && Programs.has("openssl") && Programs.has("curl"),
                "a program is missing");
        try (ClusterRig three = ClusterRig.up(folder.resolve("rig"), 3)) {
            rig = three;
            try {
                form();
                everyNodeAnswersForAll();
                everyNodeHasTheLevelRaised();
                everyNodeTellsWhatOthersDo();
                everyNodeKnowsWhatIsOnOthers();
                aNodeThatIsStoppedIsNeverSaidToBeOff();
                aKilledNodeStopsNobodyAndReturns();
                aNodeThatIsCutOffRefusesAndCatchesUp();
                aGuestMovesWithItsDisk();
                new SharedStorage(rig, folder.resolve("common")).aGuestMovesAndItsDiskStays();
                aRemovedNodeIsAStranger();
                aNodeWhoseMajorityIsLostIsSeparated();
            } catch (Exception | AssertionError e) {
                System.out.println(three.logs());
                throw e;
            }
        }
    }

    private void form() throws Exception {
        Programs.Ended alone = rig.tryCoppice(2, "pvesh", "get", "/cluster/config/join");
        assertNotEquals(0, alone.exit());
        assertTrue(alone.output().contains("node is not in a cluster"), alone.output());
        rig.coppice(1, "cluster", "create", "wood");
        String fingerprint = rig.fingerprint(1);
        String token = rig.coppice(1, "cluster", "token", "pve2").strip();
        Programs.Ended wrongNode =
                rig.tryCoppice(3, "cluster", "join", "pve1", "--fingerprint", fingerprint, "--password", token);
        assertNotEquals(0, wrongNode.exit(), wrongNode.output());
        Programs.Ended wrongPrint =
                rig.tryCoppice(2, "cluster", "join", "pve1", "--fingerprint", rig.fingerprint(2), "--password", token);
        assertTrue(wrongPrint.output().contains("another certificate"), wrongPrint.output());
        rig.coppice(2, "cluster", "join", "pve1", "--fingerprint", fingerprint, "--password", token);
        awaitOnline(1, "{pve1=1, pve2=1}");
        rig.coppice(
                3,
                "cluster",
                "join",
                "pve1",
                "--fingerprint",
                fingerprint,
                "--username",
                "admin@pve",
                "--password",
                ClusterRig.PASSWORD);
        for (int node = 1; node <= 3; node++) {
            awaitOnline(node, "{pve1=1, pve2=1, pve3=1}");
        }
    }

    private void everyNodeAnswersForAll() throws Exception {
        rig.coppice(1, "pvesh", "create", "/nodes/pve2/qemu", "--vmid", "100", "--name", "far", "--memory", "64");
        for (int node = 1; node <= 3; node++) {
            assertEquals(
                    "far",
                    rig.get(node, "/nodes/pve2/qemu/100/config").path("name").asText());
            assertEquals(
                    "stopped",
                    rig.get(node, "/nodes/pve2/qemu/100/status/current")
                            .path("status")
                            .asText());
            assertEquals(
                    "qemu/100",
                    rig.get(node, "/cluster/resources").findPath("id").asText());
        }
    }

    /** Whichever node is asked: the leader does it. */
    private void everyNodeHasTheLevelRaised() throws Exception {
        for (int node = 1; node <= 3; node++) {
            String said = rig.coppice(node, "cluster", "raise");
            assertTrue(said.contains("level: " + Apply.LEVEL), said);
        }
    }

    /** Whichever node is asked: the task, and the events that its services told. */
    private void everyNodeTellsWhatOthersDo() throws Exception {
        for (int node = 1; node <= 3; node++) {
            int asked = node;
            JsonNode tasks = rig.get(node, "/cluster/tasks");
            assertTrue(tasks.toString().contains("UPID:pve2:"), tasks::toString);
            Await.until(
                    "pve" + node + " tells of pve2's task",
                    SOON,
                    () -> rig.coppice(
                                    asked,
                                    "pvesh",
                                    "get",
                                    "/coppice/events",
                                    "--since",
                                    "first",
                                    "--type",
                                    "task.ended",
                                    "--output-format",
                                    "json")
                            .contains("\"/nodes/pve2/compute\""));
        }
    }

    private String status(int node, String id) throws Exception {
        for (JsonNode entry : rig.get(node, "/cluster/resources")) {
            if (entry.path("id").asText().equals(id)) {
                return entry.path("status").asText();
            }
        }
        return "none";
    }

    /** Figures come by live state, which joins in the background. */
    private void everyNodeKnowsWhatIsOnOthers() throws Exception {
        for (int node = 1; node <= 3; node++) {
            int asked = node;
            Await.until(
                    "pve" + node + " knows that the guest is off",
                    Duration.ofSeconds(90),
                    () -> status(asked, "qemu/100").equals("stopped"));
        }
    }

    /** Neither on the wire nor by a fencing agent, which takes "off" as leave to start the guest elsewhere. */
    private void aNodeThatIsStoppedIsNeverSaidToBeOff() throws Exception {
        FencingAgent agent = new FencingAgent(rig, folder, 1);
        agent.says(2, "OFF", "pve2", 100);
        rig.signal(2, "STOP");
        try {
            Programs.Ended asked = rig.tryCoppice(1, "pvesh", "get", "/nodes/pve2/qemu/100/status/current");
            assertNotEquals(0, asked.exit());
            assertTrue(asked.output().contains("node 'pve2'"), asked.output());
            agent.says(1, "Unable to obtain correct plug status", "pve2", 100);
        } finally {
            rig.signal(2, "CONT");
        }
        awaitOnline(1, "{pve1=1, pve2=1, pve3=1}");
    }

    private void aKilledNodeStopsNobodyAndReturns() throws Exception {
        rig.kill(1);
        long begun = System.nanoTime();
        rig.coppice(3, "pvesh", "set", "/nodes/pve2/qemu/100/config", "--description", "written without pve1");
        System.out.println("the next write took "
                + Duration.ofNanos(System.nanoTime() - begun).toMillis()
                + " ms, the command's start and the way to another node included");
        awaitOnline(3, "{pve1=0, pve2=1, pve3=1}");
        rig.start(1);
        awaitOnline(1, "{pve1=1, pve2=1, pve3=1}");
        assertTrue(rig.get(1, "/nodes/pve2/qemu/100/config")
                .path("description")
                .asText()
                .contains("written without pve1"));
    }

    private void aNodeThatIsCutOffRefusesAndCatchesUp() throws Exception {
        rig.cut(3);
        awaitOnline(1, "{pve1=1, pve2=1, pve3=0}");
        awaitOnline(3, "{pve1=0, pve2=0, pve3=1}");
        assertEquals("unknown", status(3, "qemu/100"));
        assertEquals("offline", status(3, "node/pve2"));
        assertEquals(0, rig.tryCoppice(3, "pvesh", "get", "/cluster/tasks").exit());
        Await.until(
                "pve3 knows that it has no quorum",
                SOON,
                () -> rig.get(3, "/cluster/status").path(0).path("quorate").asInt() == 0);
        Programs.Ended refused = rig.tryCoppice(3, "pvesh", "create", "/access/groups", "--groupid", "cut-off");
        assertNotEquals(0, refused.exit(), refused.output());
        assertTrue(refused.output().contains("no leader is known to this node"), refused.output());
        Programs.Ended task = rig.tryCoppice(3, "qm", "create", "109", "--memory", "64");
        assertNotEquals(0, task.exit(), task.output());
        assertTrue(task.output().contains("no leader is known to this node"), task.output());
        assertEquals(
                "far", rig.get(3, "/nodes/pve2/qemu/100/config").path("name").asText());
        rig.coppice(1, "pvesh", "set", "/nodes/pve2/qemu/100/config", "--description", "written without pve3");
        rig.heal(3);
        awaitOnline(3, "{pve1=1, pve2=1, pve3=1}");
        Await.until(
                "pve3 has caught up",
                SOON,
                () -> rig.get(3, "/nodes/pve2/qemu/100/config")
                        .path("description")
                        .asText()
                        .contains("written without pve3"));
    }

    /** Asked for on a third node; what is on the disk is known, and the other guest stays where it is. */
    private void aGuestMovesWithItsDisk() throws Exception {
        rig.coppice(
                2,
                "qm",
                "create",
                "101",
                "--name",
                "mover",
                "--memory",
                "64",
                "--vga",
                "none",
                "--scsi0",
                "local:0.01,format=qcow2");
        String image = "storage/images/101/vm-101-disk-0.qcow2";
        Path here = rig.data(2).resolve(image);
        byte[] bytes = new byte[5 << 20];
        new Random(11).nextBytes(bytes);
        Path raw = Files.write(folder.resolve("known"), bytes);
        rig.on(2, "qemu-img", "convert", "-O", "qcow2", raw.toString(), ClusterRig.DATA + "/" + image);
        byte[] moved = Files.readAllBytes(here);
        assertTrue(moved.length > bytes.length);
        JsonNode told = rig.get(2, "/nodes/pve2/qemu/101/migrate");
        assertEquals("[\"pve1\",\"pve3\"]", told.path("allowed_nodes").toString());
        rig.coppice(3, "pvesh", "create", "/nodes/pve2/qemu/101/migrate", "--target", "pve1");
        Await.until(
                "the guest is on pve1",
                SOON,
                () -> Files.exists(rig.data(1).resolve("etc-pve/nodes/pve1/qemu-server/101.conf")));
        assertArrayEquals(moved, Files.readAllBytes(rig.data(1).resolve(image)));
        Await.until("its disk is gone from pve2", SOON, () -> !Files.exists(here));
        assertFalse(Files.exists(rig.data(1).resolve("etc-pve/nodes/pve2/qemu-server/101.conf")));
        everyNodeTellsTheSameOfItOnce();
        rig.coppice(1, "qm", "start", "101");
        assertTrue(rig.tryCoppice(1, "qm", "migrate", "101", "pve2", "--online")
                .output()
                .contains("not there yet"));
        rig.coppice(1, "qm", "stop", "101");
    }

    private void everyNodeTellsTheSameOfItOnce() throws Exception {
        MovingGuests guests = new MovingGuests(rig, 3);
        List<String> told = guests.comings(1, 101);
        assertEquals(
                List.of("created", "moved"),
                told.stream().map(e -> e.split(" ")[0]).toList());
        assertEquals(told, guests.comings(2, 101));
        assertEquals(told, guests.comings(3, 101));
    }

    private void aRemovedNodeIsAStranger() throws Exception {
        Programs.Ended withGuests = rig.tryCoppice(1, "cluster", "remove", "pve2");
        assertTrue(withGuests.output().contains("guests on node 'pve2'"), withGuests.output());
        String token = token();
        String ticketOfPve3 = rig.login(3);
        OldDisk disk = OldDisk.copy(rig.data(3), folder.resolve("disk-of-pve3"));
        assertEquals("200", rig.statusWithTicket(1, ticketOfPve3));
        assertEquals("200", rig.statusWithTicket(1, disk.forged()), "while it is a member");
        String authority = Files.readString(rig.data(1).resolve("etc-pve/pve-root-ca.pem"));
        rig.coppice(1, "cluster", "remove", "pve3");
        awaitOnline(1, "{pve1=1, pve2=1}");
        Await.until(
                "pve3 reaches nobody",
                SOON,
                () -> rig.tryCoppice(3, "pvesh", "get", "/nodes/pve2/status").exit() != 0);
        whatItHasSeenIsWorthNothing(disk, ticketOfPve3, token);
        linksAreSignedAnew();
        Path etc = rig.data(1).resolve("etc-pve");
        Await.until(
                "the authority is another",
                SOON,
                () -> !Files.readString(etc.resolve("pve-root-ca.pem")).equals(authority)
                        && !disk.opens(Files.readString(etc.resolve("priv/pve-root-ca.key"))));
    }

    private void linksAreSignedAnew() throws Exception {
        for (int node = 1; node <= 2; node++) {
            Path data = rig.data(node);
            Await.until(
                    "the links of pve" + node + " show what the present authority signed",
                    SOON,
                    () -> Authority.of(Files.readString(data.resolve("etc-pve/pve-root-ca.pem")), anyKey())
                            .signed(Files.readString(data.resolve("secret/link.pem"))));
        }
        awaitOnline(1, "{pve1=1, pve2=1}");
        assertEquals(
                "far", rig.get(1, "/nodes/pve2/qemu/100/config").path("name").asText());
    }

    /** To look whether something is signed, the authority's key is not needed. */
    private static String anyKey() throws Exception {
        return Authority.anew(Instant.now()).keyPem();
    }

    private String token() throws Exception {
        String said = rig.coppice(
                1, "pvesh", "create", "/access/users/admin@pve/token/ci", "--privsep", "0", "--output-format", "json");
        return "Authorization: PVEAPIToken=admin@pve!ci="
                + new com.fasterxml.jackson.databind.ObjectMapper()
                        .readTree(said)
                        .path("value")
                        .asText();
    }

    private void whatItHasSeenIsWorthNothing(OldDisk disk, String ticketOfPve3, String token) throws Exception {
        for (int node = 1; node <= 2; node++) {
            int asked = node;
            Await.until(
                    "pve" + node + " takes no ticket of pve3's",
                    SOON,
                    () -> rig.statusWithTicket(asked, disk.forged()).equals("401")
                            && rig.statusWithTicket(asked, ticketOfPve3).equals("401"));
            Await.until(
                    "pve" + node + " lets an administrator log in",
                    SOON,
                    () -> rig.statusWithTicket(asked, rig.login(asked)).equals("200"));
            assertEquals("200", rig.status(node, token), "tokens go on");
        }
        List<String> first = Files.readAllLines(rig.data(1).resolve("secret/keyring"));
        List<String> second = Files.readAllLines(rig.data(2).resolve("secret/keyring"));
        assertEquals(first.getLast(), second.getLast(), "both seal with the same key");
    }

    private void aNodeWhoseMajorityIsLostIsSeparated() throws Exception {
        String ticket = rig.login(1);
        separateSays("is running", "pve2");
        rig.coppice(1, "down");
        separateSays("node 'pve2' answers", "pve2");
        rig.cut(1);
        separateSays("is down; mend this node's own network first", "pve2");
        rig.heal(1);
        rig.cut(2);
        separateSays("type the name of each: pve2", "pve3");
        rig.coppice(1, "cluster", "separate", "pve2");
        rig.start(1);
        rig.coppice(1, "pvesh", "create", "/access/groups", "--groupid", "alone");
        awaitOnline(1, "{pve1=1}");
        Await.until(
                "tickets of the cluster hold no more",
                SOON,
                () -> rig.statusWithTicket(1, ticket).equals("401")
                        && rig.statusWithTicket(1, rig.login(1)).equals("200"));
        assertTrue(Files.exists(rig.data(1).resolve("etc-pve/nodes/pve2/qemu-server/100.conf")), "guests stay known");
    }

    private void separateSays(String expected, String named) throws Exception {
        Programs.Ended ended = rig.tryCoppice(1, "cluster", "separate", named);
        assertNotEquals(0, ended.exit());
        assertTrue(ended.output().contains(expected), ended.output());
    }

    private void awaitOnline(int node, String expected) throws Exception {
        Await.until("pve" + node + " sees " + expected, SOON, () -> online(node).equals(expected));
    }

    /** Who is online, as a node sees it; what it says instead where it says nothing of the kind. */
    private String online(int node) throws Exception {
        Programs.Ended said = rig.tryCoppice(node, "pvesh", "get", "/cluster/status", "--output-format", "json");
        if (said.exit() != 0) {
            return said.output();
        }
        TreeMap<String, Integer> all = new TreeMap<>();
        for (JsonNode entry : new com.fasterxml.jackson.databind.ObjectMapper().readTree(said.output())) {
            if (entry.path("type").asText().equals("node")) {
                all.put(entry.path("name").asText(), entry.path("online").asInt());
            }
        }
        return all.toString();
    }
}
