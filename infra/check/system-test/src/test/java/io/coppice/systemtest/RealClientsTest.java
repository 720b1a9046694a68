package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that people use, unchanged, against a node of ours. */
class RealClientsTest {
    @TempDir
    static Path folder;

    private static RunningNode node;
    private static ApiClient api;
    private static String name;

    @BeforeAll
    static void up() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "a node is started by root");
        assumeTrue(Programs.has("qemu-system-x86_64"), "there is no QEMU");
        node = RunningNode.withoutKafka(folder.resolve("data"));
        api = node.admin();
        name = node.name();
    }

    @AfterAll
    static void down() throws Exception {
        if (node != null) {
            node.close();
        }
    }

    private static String state(int vmid) throws Exception {
        return api.get("/nodes/" + name + "/qemu/" + vmid + "/status/current")
                .data()
                .path("status")
                .asText();
    }

    private static Programs.Ended run(String... argv) throws Exception {
        return Programs.run(folder, Map.of("NODE_TLS_REJECT_UNAUTHORIZED", "0"), 180, argv);
    }

    @Test
    void ansible_creates_starts_stops_and_deletes() throws Exception {
        assumeTrue(Programs.has("ansible-playbook"), "there is no Ansible");
        Path playbook = folder.resolve("play.yml");
        StringBuilder tasks = new StringBuilder("- hosts: localhost\n  connection: local\n  gather_facts: false\n"
                + "  vars:\n    ansible_python_interpreter: /usr/bin/python3\n  tasks:\n");
        for (String state : new String[] {"present", "started", "stopped", "absent"}) {
            tasks.append("    - community.general.proxmox_kvm:\n")
                    .append("        api_host: 127.0.0.1:")
                    .append(node.port())
                    .append("\n")
                    .append("        api_user: admin@pve\n        api_password: ")
                    .append(RunningNode.PASSWORD)
                    .append("\n        node: ")
                    .append(name)
                    .append("\n        name: ansible-guest\n        vmid: 120\n        timeout: 120\n        state: ")
                    .append(state)
                    .append("\n");
            if (state.equals("present")) {
                tasks.append("        memory: 32\n        cores: 1\n        scsihw: virtio-scsi-pci\n"
                        + "        virtio:\n          virtio0: local:1\n");
            }
            if (state.equals("stopped")) {
                tasks.append("        force: true\n");
            }
        }
        Files.writeString(playbook, tasks);
        Programs.Ended ended = run("ansible-playbook", "-i", "localhost,", playbook.toString());
        assertEquals(0, ended.exit(), ended.output());
        assertTrue(ended.output().contains("changed=4"), ended.output());
    }

    @Test
    void fence_pve_tells_the_state_and_switches_off_and_on_and_reboots() throws Exception {
        assumeTrue(Programs.has("fence_pve"), "there is no fence_pve");
        assertEquals(
                "OK",
                api.task(api.post("/nodes/" + name + "/qemu", Map.of("vmid", 130, "memory", 16, "name", "fenced"))));
        assertEquals("OK", api.task(api.post("/nodes/" + name + "/qemu/130/status/start", Map.of())));
        assertEquals(0, fence("status"));
        assertEquals(0, fence("off"));
        assertEquals("stopped", state(130));
        assertEquals(2, fence("status"));
        assertEquals(0, fence("on"));
        assertEquals("running", state(130));
        assertEquals(0, fence("reboot"));
        assertEquals("running", state(130));
        assertEquals("OK", api.task(api.post("/nodes/" + name + "/qemu/130/status/stop", Map.of())));
        assertEquals("OK", api.task(api.delete("/nodes/" + name + "/qemu/130")));
    }

    private static int fence(String action) throws Exception {
        Programs.Ended ended = run(
                "fence_pve",
                "--ip=127.0.0.1",
                "--ipport=" + node.port(),
                "--username=admin@pve",
                "--password=" + RunningNode.PASSWORD,
                "--ssl-insecure",
                "--pve-node-auto",
                "--plug=130",
                "-o",
                action);
        return ended.exit();
    }

    @Test
    void the_javascript_client_creates_starts_and_deletes() throws Exception {
        assumeTrue(Programs.has("npm"), "there is no npm");
        Path client = Files.createDirectories(folder.resolve("javascript"));
        Files.writeString(client.resolve("package.json"), "{\"name\":\"t\",\"version\":\"1.0.0\",\"private\":true}");
        Programs.Ended installed = Programs.run(
                client,
                Map.of(),
                180,
                "npm",
                "install",
                "--no-audit",
                "--no-fund",
                "@corsinvest/cv4pve-api-javascript");
        assumeTrue(installed.exit() == 0, "the client cannot be had from npm");
        Files.writeString(client.resolve("try.js"), """
                const { PveClient } = require("@corsinvest/cv4pve-api-javascript");
                const [port, node, password] = process.argv.slice(2);
                const must = (what, ok, more) => { if (!ok) { console.error(what, JSON.stringify(more)); process.exit(1); } };
                (async () => {
                  const client = new PveClient("127.0.0.1", Number(port));
                  must("login", await client.login("admin", password, "pve"));
                  const done = async (what, r) => {
                    must(what, r.isSuccessStatusCode, r.response);
                    must(what + " wait", await client.waitForTaskToFinish(r.response.data, 200, 60000));
                    const end = await client.nodes.get(node).tasks.get(r.response.data).status.readTaskStatus();
                    must(what + " end", end.response.data.exitstatus === "OK", end.response.data);
                  };
                  const qemu = client.nodes.get(node).qemu;
                  await done("create", await client.create(`/nodes/${node}/qemu`, { vmid: 140, memory: 16, name: "js" }));
                  const vm = qemu.get(140);
                  const config = await vm.config.vmConfig();
                  must("config", config.response.data.name === "js", config.response.data);
                  await done("start", await vm.status.start.vmStart());
                  const now = await vm.status.current.vmStatus();
                  must("running", now.response.data.status === "running", now.response.data);
                  await done("stop", await vm.status.stop.vmStop());
                  await done("destroy", await vm.destroyVm());
                  console.log("ALL DONE");
                })().catch(e => { console.error(e); process.exit(1); });
                """);
        Programs.Ended ended = Programs.run(
                client,
                Map.of("NODE_TLS_REJECT_UNAUTHORIZED", "0"),
                120,
                "node",
                "try.js",
                "" + node.port(),
                name,
                RunningNode.PASSWORD);
        assertEquals(0, ended.exit(), ended.output());
        assertTrue(ended.output().contains("ALL DONE"), ended.output());
    }

    @Test
    void a_client_generated_from_the_openapi_document_creates_starts_and_deletes() throws Exception {
        GeneratedClient client = GeneratedClient.install(Files.createDirectories(folder.resolve("generated")));
        HttpResponse<String> document = node.nobody().document("/coppice/openapi.json", "");
        assertEquals(200, document.statusCode());
        String tag = document.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> again = node.nobody().document("/coppice/openapi.json", tag);
        assertEquals(304, again.statusCode());
        assertEquals("", again.body());
        client.generate(document.body());
        String secret = api.post("/access/users/admin@pve/token/generated", Map.of("privsep", 0))
                .data()
                .path("value")
                .asText();
        client.run(node.port(), name, "admin@pve!generated=" + secret);
    }
}
