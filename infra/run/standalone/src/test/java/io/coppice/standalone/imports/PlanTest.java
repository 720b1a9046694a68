package io.coppice.standalone.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.access.TokenSecret;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.store.Change;
import io.coppice.store.Document;
import io.coppice.store.Outcome;
import io.coppice.store.Store;
import io.coppice.store.memory.MemoryStore;
import io.coppice.store.seal.Sealer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanTest {
    private static final String SECRET = "0a1b2c3d-1111-2222-3333-444455556666";
    private static final String VM = "nodes/oak/qemu-server/100.conf";
    private static final String CT = "nodes/oak/lxc/200.conf";

    private static final Plan.Choices NONE = new Plan.Choices(Set.of(), Set.of());
    private static final NodeNames SAME = new NodeNames(Set.of(new NodeName("oak")), Map.of());
    private static final NodeNames RENAMED =
            new NodeNames(Set.of(new NodeName("elm")), Map.of("oak", new NodeName("elm")));

    @TempDir
    Path original;

    @TempDir
    Path keys;

    private final Store store = MemoryStore.steady();

    @BeforeEach
    void an_original() throws IOException {
        file(
                VM,
                "memory: 512\nname: web\ncolour: green\nlock: backup\n\n[before]\nmemory: 256\nsnaptime: 1700000000\n");
        file(CT, "arch: amd64\nhostname: db\nmemory: 128\n");
        file("storage.cfg", """
                dir: attic
                \tpath /mnt/attic
                \tcontent iso,backup
                \tnodes oak
                \tsparkle 7

                teapot: brown
                \tpath /mnt/teapot

                nfs: shelf
                \tpath /mnt/pve/shelf
                \tserver 192.0.2.7
                \texport /shelf
                """);
        file("user.cfg", """
                user:root@pam:1:0:::root@example.com:::
                user:ada@pve:1:0:Ada::::x:
                user:bob@pve:1:0:Bob:::::
                token:bob@pve!ci:0:1::
                token:eve@pve!ci:0:1::

                group:ops:ada@pve,zoe@pve:People:
                pool:lab:The lab:100,200:attic:
                role:Looker:VM.Audit,VM.Fly:
                acl:1:/:@ops:PVEAdmin:
                acl:1:/nodes/oak:bob@pve!ci:Looker:
                acl:1:/vms/100:bob@pve:PVEVMUser,Nobody:
                """);
        file(
                "domains.cfg",
                "pam: pam\n\tcomment The machine's\n\nldap: wood\n\tserver1 192.0.2.9\n\tbase_dn dc=example\n");
        file("jobs.cfg", "vzdump: nightly\n\tschedule 02:30\n\tall 1\n\tnode oak\n\tstorage attic\n\trhythm fast\n");
        file("datacenter.cfg", "keyboard: de\n!\n");
        file("priv/token.cfg", "bob@pve!ci " + SECRET + "\n");
        file("priv/shadow.cfg", "bob:$5$salt$0123456789abcdef:\n");
        file("priv/tfa.cfg", "{\"users\":{\"bob@pve\":{\"totp\":[{\"entry\":\"otpauth://totp/x?secret=ABC\"}]}}}");
        file("ha/resources.cfg", "vm: 100\n");
        file("authkey.pub", "the original's own\n");
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void file(String name, String text) throws IOException {
        Path file = original.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Plan plan(NodeNames nodes, Plan.Choices choices) throws IOException {
        Sealer sealer = Sealer.withKeyring(keys.resolve("keyring"));
        return Plan.of(Original.read(original), nodes, choices, store.image(), sealer);
    }

    private void carryOut(Plan plan) {
        assertInstanceOf(Outcome.Done.class, store.submit(plan.change("root@pam")));
    }

    private String text(String path) {
        return store.image().find(path).map(Document::text).orElse("nothing at " + path);
    }

    private void here(Service writer, String path, String text) {
        assertInstanceOf(
                Outcome.Done.class,
                store.submit(Change.by(writer, "x").put(path, text).build()));
    }

    private static List<String> said(Plan plan) {
        return plan.remarks().stream().map(Remark::toString).toList();
    }

    @Test
    void an_original_comes_as_one_change_and_a_second_time_nothing_is_left_to_do() throws IOException {
        long before = store.image().revision().number();
        Plan plan = plan(SAME, NONE);
        assertEquals(List.of(), plan.conflicts());
        carryOut(plan);
        assertEquals(before + 1, store.image().revision().number());
        assertEquals("memory: 512\nname: web\n\n[before]\nmemory: 256\nsnaptime: 1700000000\n", text(VM));
        assertEquals("arch: amd64\nhostname: db\nmemory: 128\n", text(CT));
        assertEquals("dir: attic\n\tpath /mnt/attic\n\tcontent iso,backup\n\tnodes oak\n", text("storage.cfg:attic"));
        assertEquals("pool:lab:The lab:100,200:attic:\n", text("user.cfg:pool:lab"));
        assertEquals("group:ops:ada@pve:People:\n", text("user.cfg:group:ops"));
        assertEquals("role:Looker:VM.Audit:\n", text("user.cfg:role:Looker"));
        assertEquals("acl:1:/:@ops:PVEAdmin:\n", text("user.cfg:acl:/"));
        assertEquals("acl:1:/vms/100:bob@pve:PVEVMUser:\n", text("user.cfg:acl:/vms/100"));
        assertEquals(
                "vzdump: nightly\n\tschedule 02:30\n\tall 1\n\tnode oak\n\tstorage attic\n",
                text("jobs.cfg:vzdump:nightly"));
        assertEquals("keyboard: de\n", text("datacenter.cfg"));
        Plan again = plan(SAME, NONE);
        assertEquals(List.of(), again.writes());
        assertEquals(List.of(), again.conflicts());
    }

    @Test
    void what_is_not_understood_is_told_by_file_and_line() throws IOException {
        List<String> said = said(plan(SAME, NONE));
        for (String start : List.of(
                VM + ":3: unable to parse value of 'colour'",
                VM + ":4: the lock 'backup'",
                "storage.cfg:5: unknown property 'sparkle'",
                "storage.cfg:7: storage 'brown' is of an unknown type",
                "storage.cfg:10: storage 'shelf' comes along, but",
                "user.cfg:5: no token",
                "user.cfg:7: member zoe@pve",
                "user.cfg:9: unknown privilege VM.Fly",
                "user.cfg:12: the grant of Nobody to bob@pve",
                "domains.cfg:4: realm 'wood' comes along, but",
                "jobs.cfg:6: unknown property 'rhythm'",
                "datacenter.cfg:2: ignore config line",
                "priv/shadow.cfg:1: the password of bob@pve",
                "priv/tfa.cfg: the second factors of bob@pve stay behind (totp)",
                "ha/resources.cfg: not imported")) {
            assertTrue(said.stream().anyMatch(s -> s.startsWith(start)), start + " is not among " + said);
        }
        assertFalse(said.stream().anyMatch(s -> s.contains("authkey")), said::toString);
    }

    @Test
    void tokens_are_hashed_and_no_secret_is_said_or_written() throws IOException {
        Plan plan = plan(SAME, NONE);
        carryOut(plan);
        assertTrue(TokenSecret.matches(SECRET, text("token.cfg:bob@pve!ci")));
        String all = said(plan) + "" + store.image().below("");
        for (String secret : List.of(SECRET, "$5$salt", "otpauth")) {
            assertFalse(all.contains(secret), secret);
        }
    }

    @Test
    void who_had_a_second_factor_comes_switched_off_and_an_unreadable_list_of_them_stops_all() throws IOException {
        carryOut(plan(SAME, NONE));
        assertEquals("user:ada@pve:0:0:Ada:::::\n", text("user.cfg:user:ada@pve"));
        assertEquals("user:bob@pve:0:0:Bob:::::\n", text("user.cfg:user:bob@pve"));
        file("priv/tfa.cfg", "{\"users\":");
        assertTrue(assertThrows(IOException.class, () -> plan(SAME, NONE))
                .getMessage()
                .contains("priv/tfa.cfg"));
    }

    @Test
    void users_of_a_realm_that_asks_for_a_second_factor_come_switched_off_with_a_key_or_without() throws IOException {
        file(
                "domains.cfg",
                "pam: pam\n\ttfa type=oath\n\npve: pve\n\ncedar: wood\n\ttfa type=yubico\n\nldap: ash\n"
                        + "\tserver1 192.0.2.9\n\tbase_dn dc=example\n\ttfa type=oath,step=30\n");
        file("priv/tfa.cfg", "{\"users\":{\"kit@pam\":{\"totp\":[{}]}}}");
        file("user.cfg", """
                user:root@pam:1:0:::root@example.com:::
                user:ann@pam:1:0:Ann:::::
                user:kit@pam:1:0:Kit:::::
                user:bob@pve:1:0:Bob:::::
                user:tom@ash:1:1900000000:Tom:::::
                user:off@ash:0:0:Off:::::
                user:eve@wood:1:0:Eve:::::
                token:ann@pam!ci:0:1::
                """);
        Plan plan = plan(SAME, NONE);
        carryOut(plan);
        assertEquals("user:ann@pam:0:0:Ann:::::\n", text("user.cfg:user:ann@pam"));
        assertEquals("user:kit@pam:0:0:Kit:::::\n", text("user.cfg:user:kit@pam"));
        assertEquals("user:bob@pve:1:0:Bob:::::\n", text("user.cfg:user:bob@pve"));
        assertEquals("user:tom@ash:0:1900000000:Tom:::::\n", text("user.cfg:user:tom@ash"));
        assertEquals("user:off@ash:0:0:Off:::::\n", text("user.cfg:user:off@ash"));
        assertEquals("user:eve@wood:0:0:Eve:::::\n", text("user.cfg:user:eve@wood"));
        assertTrue(text("user.cfg:user:root@pam").startsWith("user:root@pam:1:"), "root@pam gets in");
        for (String start : List.of(
                "domains.cfg:2: realm 'pam' asks for a second factor",
                "domains.cfg:7: realm 'wood' asks for a second factor",
                "domains.cfg:12: realm 'ash' asks for a second factor",
                "user.cfg:2: this version asks for no second factor, and the realm 'pam' of ann@pam asks for one: ann@pam"
                        + " comes along switched off",
                "user.cfg:3: this version asks for no second factor, and kit@pam had one",
                "user.cfg:5: this version asks for no second factor, and the realm 'ash' of tom@ash asks for one",
                "user.cfg:7: this version asks for no second factor, and the realm 'wood' of eve@wood asks for one")) {
            assertTrue(said(plan).stream().anyMatch(s -> s.startsWith(start)), start + " is not among " + said(plan));
        }
        assertFalse(said(plan).stream().anyMatch(s -> s.startsWith("user.cfg:4:")), "bob is let in as he was");
        assertEquals(List.of(), plan(SAME, NONE).writes());
    }

    @Test
    void a_conflict_is_named_and_is_solved_by_saying_which_one_holds() throws IOException {
        here(Service.STORAGE, "storage.cfg:attic", "dir: attic\n\tpath /elsewhere\n");
        here(Service.AUTH, "user.cfg:user:root@pam", "user:root@pam:1:0::::::\n");
        Plan plan = plan(SAME, NONE);
        assertEquals(
                List.of("storage.cfg:attic"),
                plan.conflicts().stream().map(Plan.Item::path).toList());
        assertThrows(IllegalStateException.class, () -> plan.change("root@pam"));
        assertEquals(
                List.of(),
                plan(SAME, new Plan.Choices(Set.of("storage.cfg:attic"), Set.of()))
                        .conflicts());
        carryOut(plan(SAME, new Plan.Choices(Set.of(), Set.of("storage.cfg:attic"))));
        assertTrue(text("storage.cfg:attic").contains("/mnt/attic"));
        assertEquals("user:root@pam:1:0::::::\n", text("user.cfg:user:root@pam"));
        assertThrows(IOException.class, () -> plan(SAME, new Plan.Choices(Set.of("storage.cfg:nowhere"), Set.of())));
    }

    @Test
    void what_changed_after_the_plan_was_made_refuses_all_of_it() throws IOException {
        Plan plan = plan(SAME, NONE);
        here(Service.STORAGE, "storage.cfg:attic", "dir: attic\n\tpath /elsewhere\n");
        assertInstanceOf(Outcome.Refused.class, store.submit(plan.change("root@pam")));
        assertTrue(store.image().find(VM).isEmpty());
    }

    @Test
    void grants_come_beside_those_that_are_here() throws IOException {
        here(Service.AUTH, "user.cfg:acl:/", "acl:1:/:admin@pve:Administrator:\n");
        carryOut(plan(SAME, NONE));
        assertEquals("acl:1:/:admin@pve:Administrator:\nacl:1:/:@ops:PVEAdmin:\n", text("user.cfg:acl:/"));
        assertEquals(List.of(), plan(SAME, NONE).writes());
    }

    @Test
    void guests_of_a_node_that_is_not_here_wait_for_who_takes_its_place() throws IOException {
        Plan stray = plan(new NodeNames(Set.of(new NodeName("elm")), Map.of()), NONE);
        assertEquals(
                List.of(CT, VM), stray.conflicts().stream().map(Plan.Item::path).toList());
        carryOut(plan(RENAMED, NONE));
        assertTrue(store.image().find("nodes/elm/qemu-server/100.conf").isPresent());
        assertTrue(text("storage.cfg:attic").contains("\tnodes elm\n"));
        assertTrue(text("jobs.cfg:vzdump:nightly").contains("\tnode elm\n"));
        assertEquals("acl:1:/nodes/elm:bob@pve!ci:Looker:\n", text("user.cfg:acl:/nodes/elm"));
        assertEquals(List.of(), plan(RENAMED, NONE).writes());
    }

    @Test
    void a_number_that_another_guest_or_somebody_has_is_a_conflict() throws IOException {
        here(Service.COMPUTE, "nodes/oak/lxc/100.conf", "memory: 64\n");
        assertInstanceOf(
                Outcome.Done.class,
                store.submit(Change.by(Service.NODE, "x")
                        .write(new Change.Write.Reserve(200, "task"))
                        .build()));
        assertEquals(
                List.of(CT, VM),
                plan(SAME, NONE).conflicts().stream().map(Plan.Item::path).toList());
        assertEquals(
                List.of(),
                plan(SAME, new Plan.Choices(Set.of(CT, VM), Set.of())).conflicts());
    }

    @Test
    void lines_of_cron_become_jobs() throws IOException {
        file("vzdump.cron", """
                # made by hand
                PATH="/usr/sbin:/usr/bin"

                30 1 * * 6,0 root vzdump 100 200 --quiet --mode snapshot --storage attic
                0 3 1 * * root vzdump --all 1
                """);
        Plan plan = plan(SAME, NONE);
        carryOut(plan);
        assertEquals(
                "vzdump: cron-4\n\tmode snapshot\n\tstorage attic\n\tvmid 100,200\n\tschedule sat,sun 01:30\n",
                text("jobs.cfg:vzdump:cron-4"));
        assertTrue(said(plan).stream().anyMatch(s -> s.startsWith("vzdump.cron:5: no job")), said(plan)::toString);
    }

    @Test
    void a_folder_that_is_no_original_is_refused() throws IOException {
        Path other = Files.createDirectories(original.resolveSibling("other-" + original.getFileName()));
        assertThrows(IOException.class, () -> Original.read(other));
    }
}
