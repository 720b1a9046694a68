package io.coppice.standalone.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.auth.login.PasswordHash;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.store.Change;
import io.coppice.store.Document;
import io.coppice.store.Outcome;
import io.coppice.store.Store;
import io.coppice.store.memory.MemoryStore;
import io.coppice.store.seal.Sealer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passwords of users, storages, realms and metric servers of an original that has some of each. */
class PlanSecretsTest {
    /** Of {@code grün und gut}, made by crypt(3). */
    private static final String HASH = "$5$Oaksalt1$aJeJEsREr3luzjafZegbQZocfOHJoDQKesY2lhw1FA0";

    private static final Plan.Choices NONE = new Plan.Choices(Set.of(), Set.of());
    private static final String KEY = "{\"kdf\":null,\"data\":\"vault-key\"}\n";
    private static final String KEYRING = "[client.admin]\n\tkey = pond-secret==\n";
    private static final Map<String, String> CLEAR = Map.of(
            "priv/storage/shares.pw", "share-secret",
            "priv/storage/vault.pw", "vault-secret",
            "priv/storage/vault.enc", KEY,
            "priv/ceph/pond.keyring", KEYRING,
            "priv/realm/wood.pw", "wood-secret",
            "priv/metricserver/flux.pw", "flux-secret");

    @TempDir
    Path original;

    @TempDir
    Path keys;

    private final Store store = MemoryStore.steady();

    @BeforeEach
    void an_original() throws IOException {
        file("user.cfg", "user:root@pam:1:0::::::\nuser:ann@pve:1:0::::::\nuser:bea@pve:1:0::::::\n");
        file("priv/shadow.cfg", "ann:" + HASH + ":\nbea:$1$Oaksalt1$Kw0GSjPb0LXW3f7C0P8Ox0:\nzoe:" + HASH + ":\n");
        file("storage.cfg", """
                cifs: shares
                \tpath /mnt/pve/shares
                \tserver 192.0.2.7
                \tshare all

                pbs: vault
                \tserver 192.0.2.8
                \tdatastore main
                \tusername backup@pbs

                rbd: pond
                \tpool rbd
                \tmonhost 192.0.2.9
                """);
        file("domains.cfg", "ldap: wood\n\tserver1 192.0.2.9\n\tbase_dn dc=example\n");
        file("status.cfg", """
                influxdb: flux
                \tserver 192.0.2.10
                \tport 8086
                \tinfluxdbproto https
                \tsparkle 1

                kettle: brown
                \tserver 192.0.2.11
                \tport 1
                """);
        file("priv/storage/shares.pw", "username=me\npassword=share-secret\n");
        file("priv/storage/vault.pw", "vault-secret\n");
        file("priv/storage/vault.enc", KEY);
        file("priv/storage/gone.pw", "gone-secret\n");
        file("priv/ceph/pond.keyring", KEYRING);
        file("priv/ldap/wood.pw", "older-secret\n");
        file("priv/realm/wood.pw", "wood-secret");
        file("priv/metricserver/flux.pw", "flux-secret");
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

    private Sealer sealer() throws IOException {
        return Sealer.withKeyring(keys.resolve("keyring"));
    }

    private Plan plan(Plan.Choices choices) throws IOException {
        NodeNames nodes = new NodeNames(Set.of(new NodeName("oak")), Map.of());
        return Plan.of(Original.read(original), nodes, choices, store.image(), sealer());
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

    private static List<String> conflicts(Plan plan) {
        return plan.conflicts().stream().map(Plan.Item::path).toList();
    }

    @Test
    void hashes_that_can_be_checked_come_along_and_of_the_others_the_users_are_named() throws IOException {
        Plan plan = plan(NONE);
        carryOut(plan);
        assertEquals(HASH + "\n", text("priv/shadow.cfg:ann@pve"));
        assertTrue(PasswordHash.matches("grün und gut", text("priv/shadow.cfg:ann@pve")));
        assertTrue(store.image().find("priv/shadow.cfg:bea@pve").isEmpty());
        assertTrue(store.image().find("priv/shadow.cfg:zoe@pve").isEmpty());
        List<String> said = plan.remarks().stream().map(Remark::toString).toList();
        assertTrue(
                said.stream().anyMatch(s -> s.startsWith("priv/shadow.cfg:2: the password of bea@pve")),
                said::toString);
        assertTrue(
                said.stream().anyMatch(s -> s.startsWith("priv/shadow.cfg:3: no password of a user")), said::toString);
    }

    @Test
    void secrets_are_sealed_and_a_second_time_nothing_is_left_to_do() throws IOException, GeneralSecurityException {
        carryOut(plan(NONE));
        for (Map.Entry<String, String> secret : CLEAR.entrySet()) {
            byte[] opened = sealer().open(text(secret.getKey()));
            assertEquals(secret.getValue(), new String(opened, StandardCharsets.UTF_8), secret.getKey());
        }
        assertEquals(
                "influxdb: flux\n\tserver 192.0.2.10\n\tport 8086\n\tinfluxdbproto https\n", text("status.cfg:flux"));
        assertEquals(List.of(), plan(NONE).writes());
        assertEquals(List.of(), plan(NONE).conflicts());
    }

    @Test
    void no_secret_is_said_or_written_in_the_clear() throws IOException {
        Plan plan = plan(NONE);
        carryOut(plan);
        StringBuilder all = new StringBuilder(plan.remarks().toString()).append(plan.items());
        store.image().below("").forEach(d -> all.append(d.text()));
        for (String secret : List.of(
                "share-secret",
                "vault-secret",
                "vault-key",
                "pond-secret",
                "wood-secret",
                "flux-secret",
                "gone-secret")) {
            assertFalse(all.toString().contains(secret), secret);
        }
        String said = plan.remarks().toString();
        assertFalse(said.contains(HASH) || said.contains("Kw0GSjPb0"), said);
        assertTrue(said.contains("priv/storage/gone.pw: belongs to nothing that comes along"), said);
        assertTrue(said.contains("status.cfg:7: metric server 'brown' is of an unknown type"), said);
    }

    @Test
    void another_secret_here_is_a_conflict_and_goes_the_way_of_whose_it_is() throws IOException {
        here(Service.STORAGE, "priv/storage/vault.pw", sealer().seal("other".getBytes(StandardCharsets.UTF_8)));
        here(Service.AUTH, "priv/shadow.cfg:ann@pve", PasswordHash.of("mine") + "\n");
        assertEquals(List.of("priv/shadow.cfg:ann@pve", "priv/storage/vault.pw"), conflicts(plan(NONE)));
        Plan decided = plan(new Plan.Choices(Set.of("user.cfg:user:ann@pve"), Set.of("storage.cfg:vault")));
        carryOut(decided);
        assertTrue(PasswordHash.matches("mine", text("priv/shadow.cfg:ann@pve")));
        assertEquals(
                List.of(),
                plan(new Plan.Choices(Set.of("user.cfg:user:ann@pve"), Set.of()))
                        .writes());
    }

    @Test
    void an_import_sees_what_it_compares_and_no_key_of_the_cluster() {
        for (String path : List.of("user.cfg:user:a@pve", "priv/shadow.cfg:a@pve", "priv/storage/x.pw")) {
            assertTrue(Plan.looksAt(path), path);
        }
        for (String path : List.of("priv/authkey.key", "priv/csrf.key", "priv/pve-root-ca.key", "priv/tasks/x/auth")) {
            assertFalse(Plan.looksAt(path), path);
        }
    }
}
