package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line through a node that runs: what it prints, and how it ends. */
class CommandLineTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int VMID = 4210;

    @TempDir
    static Path folder;

    private static RunningNode node;

    private record Ended(int exit, String out, String err) {
        Ended expect(int code) {
            assertEquals(code, exit, this::toString);
            return this;
        }

        JsonNode json() throws Exception {
            return JSON.readTree(out);
        }
    }

    @BeforeAll
    static void start() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "a node is started by root");
        node = RunningNode.withoutKafka(folder.resolve("data"));
    }

    @AfterAll
    static void stop() throws Exception {
        if (node != null) {
            run("qm", "stop", "" + VMID);
            node.close();
        }
    }

    /** As root on the node. */
    private static Ended run(String... words) throws Exception {
        return run(Map.of("COPPICE_DATA", node.data().toString()), "", words);
    }

    private static Ended run(Map<String, String> environment, String input, String... words) throws Exception {
        return begin(environment, input, words).end();
    }

    private static Running begin(Map<String, String> environment, String input, String... words) throws Exception {
        // whoever runs tests in the background may have them ignore an interruption, and that is inherited
        List<String> argv = new ArrayList<>(List.of("env", "--default-signal=INT"));
        argv.add(RunningNode.projectRoot().resolve("coppice").toString());
        argv.addAll(List.of(words));
        Path in = Files.writeString(Files.createTempFile(folder, "in", ""), input);
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        ProcessBuilder builder = new ProcessBuilder(argv)
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("XDG_CONFIG_HOME", folder.resolve("config").toString());
        builder.environment().putAll(environment);
        return new Running(builder.start(), out, err);
    }

    private record Running(Process process, Path out, Path err) {
        Ended end() throws Exception {
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("it did not end: " + Files.readString(out) + Files.readString(err));
            }
            return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
        }
    }

    @Test
    void a_guest_lives_its_life_by_verbs_as_root_without_a_password() throws Exception {
        String id = "" + VMID;
        run("qm", "create", id, "--name", "by-hand", "-memory", "32", "--scsi0=local:1")
                .expect(0);
        assertTrue(run("qm", "list").expect(0).out().matches("(?s) +VMID NAME .*\\n +" + id + " by-hand +stopped .*"));
        JsonNode config =
                run("qm", "config", id, "--output-format", "json").expect(0).json();
        assertEquals("by-hand", config.path("name").asText());
        run("qm", "set", id, "--cores", "2", "--onboot", "0").expect(0);
        assertTrue(run("qm", "config", id).expect(0).out().contains("\ncores: 2\n"));
        run("qm", "start", id).expect(0);
        assertEquals("status: running\n", run("qm", "status", id).expect(0).out());
        Ended again = run("qm", "start", id).expect(1);
        assertTrue(again.err().contains("VM " + id + " already running"), again::toString);
        Ended late = run("qm", "shutdown", id, "--timeout", "1").expect(1);
        assertFalse(late.err().isBlank());
        interruptedShutdown(id);
        run("qm", "destroy", id, "--purge").expect(0);
        Ended gone = run("qm", "config", id).expect(1);
        assertTrue(gone.err().contains("qemu-server/" + id + ".conf' does not exist"), gone::toString);
        JsonNode tasks =
                run("task", "list", "--output-format", "json").expect(0).json();
        assertTrue(tasks.size() >= 4, tasks::toString);
        tasks.forEach(t -> assertEquals("root@pam", t.path("user").asText()));
    }

    /** Nothing listens for the button in a guest without a system, so that its shutdown takes as long as it may. */
    private static void interruptedShutdown(String id) throws Exception {
        Running shutdown =
                begin(Map.of("COPPICE_DATA", node.data().toString()), "", "qm", "shutdown", id, "--timeout", "100");
        Await.until(
                "it shuts down",
                Duration.ofSeconds(60),
                () -> run("task", "list", "--source", "active").out().contains("qmshutdown"));
        // it is followed once it was looked at
        Await.aMoment();
        Programs.succeed(folder, "kill", "-INT", "" + shutdown.process().pid());
        Ended ended = shutdown.end().expect(130);
        assertTrue(
                ended.err().contains("The task goes on; follow it with: coppice task follow UPID:"), ended::toString);
        String upid = ended.err().substring(ended.err().lastIndexOf("UPID:")).strip();
        assertEquals("status: running\n", run("qm", "status", id).expect(0).out());
        Running followed = begin(Map.of("COPPICE_DATA", node.data().toString()), "", "task", "follow", upid);
        run("qm", "stop", id, "--overrule-shutdown").expect(0);
        assertEquals("status: stopped\n", run("qm", "status", id).expect(0).out());
        String how = run("task", "status", upid, "--output-format", "json")
                .expect(0)
                .json()
                .path("exitstatus")
                .asText();
        followed.end().expect(how.equals("OK") ? 0 : 1);
    }

    @Test
    void users_groups_and_grants_by_both_spellings() throws Exception {
        run("pveum", "useradd", "hand@pve", "--comment", "by hand").expect(0);
        run(Map.of("COPPICE_DATA", node.data().toString()), "long-Enough-1\n", "pveum", "passwd", "hand@pve")
                .expect(0);
        new ApiClient(node.port()).login("hand@pve", "long-Enough-1");
        run("pveum", "acl", "modify", "/vms", "--users", "hand@pve", "--roles", "PVEAuditor")
                .expect(0);
        assertTrue(run("pveum", "acl", "list").expect(0).out().contains("hand@pve"));
        Ended listed = run("pveum", "user", "list", "--noborder", "--noheader").expect(0);
        assertTrue(listed.out().matches("(?s).*hand@pve +by hand .*"), listed::toString);
        run("pveum", "userdel", "hand@pve").expect(0);
        assertFalse(run("pveum", "user", "list").expect(0).out().contains("hand@pve"));
        run("pveum", "group", "delete", "none").expect(1);
    }

    @Test
    void storages_and_what_they_hold() throws Exception {
        assertTrue(run("pvesm", "status").expect(0).out().contains("\nlocal "));
        String disk = "local:4211/vm-4211-disk-3.raw";
        Ended made = run("pvesm", "alloc", "local", "4211", "vm-4211-disk-3.raw", "1M")
                .expect(0);
        assertTrue(made.out().contains("successfully created '" + disk + "'"), made::toString);
        Path file = Path.of(run("pvesm", "path", disk).expect(0).out().strip());
        assertTrue(Files.exists(file), file::toString);
        run("pvesm", "free", disk).expect(0);
        assertTrue(Files.notExists(file));
    }

    @Test
    void wrong_words_end_with_255_and_send_nothing() throws Exception {
        Ended bad = run("qm", "create", "4212", "--cores", "many").expect(255);
        assertTrue(bad.err().contains("cores: type check ('integer') failed - got 'many'"), bad::toString);
        assertTrue(bad.err().contains("USAGE: qm create <vmid>"), bad::toString);
        run("qm", "config", "4212").expect(1);
        run("qm", "fly").expect(255);
        run("qm", "list", "--fly").expect(255);
        Ended absent = run("qm", "terminal", "1").expect(1);
        assertTrue(absent.err().contains("does not serve it"), absent::toString);
    }

    @Test
    void any_endpoint_by_its_path() throws Exception {
        JsonNode version = run("pvesh", "get", "/version", "--output-format", "json")
                .expect(0)
                .json();
        assertEquals("9.2", version.path("release").asText());
        assertTrue(run("pvesh", "ls", "/nodes/localhost").expect(0).out().contains("Dr-c-  qemu"));
        assertTrue(run("pvesh", "usage", "/access/groups").expect(0).out().contains("--groupid"));
        run("pvesh", "create", "/access/groups", "--groupid", "by-path").expect(0);
        run("pvesh", "delete", "/access/groups/by-path").expect(0);
        run("pvesh", "get", "/flying").expect(255);
    }

    @Test
    void an_original_is_imported_once_and_the_truth_is_backed_up_while_the_node_runs() throws Exception {
        String name = run("pvesh", "get", "/nodes", "--output-format", "json")
                .expect(0)
                .json()
                .path(0)
                .path("node")
                .asText();
        Path original = folder.resolve("pve");
        Path guest = original.resolve("nodes/oak/qemu-server/4215.conf");
        Files.createDirectories(guest.getParent());
        Files.writeString(guest, "name: brought\nmemory: 32\ncolour: green\n");
        withSecrets(original);
        String[] all = {"import", original.toString(), "--node", "oak=" + name};
        Ended stray = run("import", original.toString()).expect(1);
        assertTrue(stray.out().contains("there is no node oak here"), stray::toString);
        Ended dry = run("import", original.toString(), "--node", "oak=" + name, "--dry-run")
                .expect(0);
        assertTrue(dry.out().contains("new       nodes/" + name + "/qemu-server/4215.conf"), dry::toString);
        assertTrue(dry.out().contains("4215.conf:3: unable to parse value of 'colour'"), dry::toString);
        run("qm", "config", "4215").expect(1);
        assertTrue(dry.out().contains("new       priv/shadow.cfg:brought@pve"), dry::toString);
        assertTrue(run(all).expect(0).out().contains("5 documents written in one change"));
        new ApiClient(node.port()).login("brought@pve", "grün und gut");
        Path sealed = node.data().resolve("etc-pve/priv/metricserver/brought.pw");
        assertTrue(Files.readString(sealed).startsWith("coppice-sealed:"));
        assertFalse(dry.out().contains("in-the-clear") || dry.out().contains("$5$"), dry::toString);
        assertTrue(run("qm", "config", "4215").expect(0).out().contains("name: brought\n"));
        assertTrue(run(all).expect(0).out().contains("Nothing to do"));
        run("import", "--fly", original.toString()).expect(255);
        Path backup = folder.resolve("backup");
        assertTrue(run("cluster", "backup", backup.toString()).expect(0).out().contains(" documents, "));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)));
        Ended runs = run("cluster", "restore", backup.toString()).expect(1);
        assertTrue(runs.err().contains("'coppice down' first"), runs::toString);
        assertTrue(run("cluster", "level").expect(0).out().contains("leader: " + name));
        run("qm", "destroy", "4215").expect(0);
        run("pvesh", "delete", "/cluster/metrics/server/brought").expect(0);
        run("pveum", "user", "delete", "brought@pve").expect(0);
    }

    /** A user whose password crypt(3) has hashed, and a metric server that knows its clients by a token. */
    private static void withSecrets(Path original) throws Exception {
        Files.createDirectories(original.resolve("priv/metricserver"));
        Files.writeString(original.resolve("user.cfg"), "user:brought@pve:1:0::::::\n");
        Files.writeString(
                original.resolve("priv/shadow.cfg"),
                "brought:$5$Oaksalt1$aJeJEsREr3luzjafZegbQZocfOHJoDQKesY2lhw1FA0:\n");
        Files.writeString(
                original.resolve("status.cfg"),
                "influxdb: brought\n\tserver 192.0.2.1\n\tport 8086\n\tinfluxdbproto https\n\tdisable 1\n");
        Files.writeString(original.resolve("priv/metricserver/brought.pw"), "in-the-clear\n");
    }

    @Test
    void from_elsewhere_with_a_token_and_the_nodes_certificate_pinned() throws Exception {
        String secret = run(
                        "pveum",
                        "user",
                        "token",
                        "add",
                        "root@pam",
                        "away",
                        "--privsep",
                        "0",
                        "--output-format",
                        "json")
                .expect(0)
                .json()
                .path("value")
                .asText();
        String host = "127.0.0.1:" + node.port();
        Ended unpinned = run(Map.of("COPPICE_HOST", host, "COPPICE_TOKEN", "root@pam!away=" + secret), "", "qm", "list")
                .expect(3);
        String print = Pattern.compile("([0-9A-F]{2}:){31}[0-9A-F]{2}")
                .matcher(unpinned.err())
                .results()
                .findFirst()
                .orElseThrow()
                .group();
        Path conf = folder.resolve("config/coppice/client.conf");
        Files.createDirectories(conf.getParent());
        Files.writeString(
                conf, "host = " + host + "\ntoken = root@pam!away=" + secret + "\nfingerprint = " + print + "\n");
        Files.setPosixFilePermissions(conf, PosixFilePermissions.fromString("rw-r--r--"));
        run(Map.of(), "", "pveum", "user", "list").expect(255);
        Files.setPosixFilePermissions(conf, PosixFilePermissions.fromString("rw-------"));
        assertTrue(run(Map.of(), "", "pveum", "user", "list").expect(0).out().contains("root@pam"));
        String other = (print.startsWith("0") ? "1" : "0") + print.substring(1);
        run(Map.of("COPPICE_FINGERPRINT", other), "", "qm", "list").expect(3);
        run(Map.of("COPPICE_TOKEN", "root@pam!away=wrong"), "", "pveum", "user", "list")
                .expect(1);
        Files.delete(conf);
    }

    @Test
    void nobody_but_root_gets_a_ticket() throws Exception {
        Path socket = node.data().resolve("run/auth/root.sock");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
        String call = "{\"endpoint\":\"POST /coppice/internal/access/host-ticket\",\"vouched\":\"root@pam\"}";
        String[] ask = {"curl", "-s", "-m", "10", "--unix-socket", socket.toString(), "-d", call, "http://x/call"};
        assertTrue(Programs.run(folder, Map.of(), 20, ask).output().contains("PVE:root@pam:"));
        List<String> asGateway =
                new ArrayList<>(List.of("setpriv", "--reuid=coppice", "--regid=coppice", "--init-groups"));
        asGateway.addAll(List.of(ask));
        Programs.Ended refused = Programs.run(folder, Map.of(), 20, asGateway.toArray(String[]::new));
        assertFalse(refused.exit() == 0 || refused.output().contains("PVE:"), refused::toString);
        // the socket that the gateway may open believes nobody, and knows no such call
        String[] atApi = ask.clone();
        atApi[5] = socket.resolveSibling("api.sock").toString();
        assertFalse(Programs.run(folder, Map.of(), 20, atApi).output().contains("PVE:"));
    }

    @Test
    void a_node_that_is_not_there_is_said_so() throws Exception {
        Ended none =
                run("qm", "--data", folder.resolve("none").toString(), "list").expect(3);
        assertTrue(none.err().contains("coppice up"), none::toString);
    }

    @Test
    void completion_is_bash_that_knows_verbs_options_and_values() throws Exception {
        Path script = Files.writeString(
                folder.resolve("completion"),
                run("completion", "bash").expect(0).out());
        assertTrue(completed(script, "qm st").containsAll(List.of("start", "status", "stop")));
        assertEquals(List.of("add"), completed(script, "pveum user a"));
        assertTrue(completed(script, "coppice qm create 1 --memo").contains("--memory"));
        assertTrue(completed(script, "vzdump 1 --mode s").containsAll(List.of("snapshot", "stop", "suspend")));
    }

    private static List<String> completed(Path script, String line) throws Exception {
        Programs.Ended ended = Programs.run(
                folder,
                Map.of(),
                20,
                "bash",
                "-c",
                ". " + script + "; COMP_WORDS=(" + line + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _coppice_complete;"
                        + " printf '%s\\n' \"${COMPREPLY[@]}\"");
        assertEquals(0, ended.exit(), ended.output());
        return ended.output().lines().toList();
    }
}
