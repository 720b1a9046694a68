package io.coppice.store.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.store.Change;
import io.coppice.store.Outcome;
import io.coppice.store.memory.MemoryStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EtcPveViewTest {
    @TempDir
    Path temp;

    private final MemoryStore store = new MemoryStore();
    private Path dir;
    private EtcPveView view;

    @BeforeEach
    void follow() throws IOException {
        dir = temp.resolve("etc-pve");
        put(Service.STORAGE, "storage.cfg:local", "dir: local\n\tpath /var/lib/vz\n");
        view = EtcPveView.follow(store, dir, new NodeName("pve1"));
    }

    @AfterEach
    void close() {
        view.close();
        store.close();
    }

    private void put(Service writer, String path, String text) {
        Outcome o = store.submit(Change.by(writer, "root@pam").put(path, text).build());
        assertTrue(o instanceof Outcome.Done, o::toString);
    }

    private void delete(Service writer, String path) {
        store.submit(Change.by(writer, "root@pam").delete(path).build());
    }

    private static void eventually(Callable<Boolean> that) throws Exception {
        long until = System.nanoTime() + 60_000_000_000L;
        while (!that.call()) {
            assertTrue(System.nanoTime() < until, "not so after a minute");
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void eventuallyHas(String path, String text) throws Exception {
        eventually(() -> Files.exists(dir.resolve(path))
                && Files.readString(dir.resolve(path)).equals(text));
    }

    @Test
    void documents_show_as_files_and_sections_together() throws Exception {
        put(Service.COMPUTE, "nodes/pve1/qemu-server/100.conf", "memory: 512\n");
        put(Service.STORAGE, "storage.cfg:nfs", "dir: nfs\n\tpath /mnt\n");
        eventuallyHas("storage.cfg", "dir: local\n\tpath /var/lib/vz\n\ndir: nfs\n\tpath /mnt\n");
        eventuallyHas("nodes/pve1/qemu-server/100.conf", "memory: 512\n");
        delete(Service.STORAGE, "storage.cfg:local");
        eventuallyHas("storage.cfg", "dir: nfs\n\tpath /mnt\n");
        delete(Service.STORAGE, "storage.cfg:nfs");
        eventually(() -> !Files.exists(dir.resolve("storage.cfg")));
    }

    @Test
    void this_nodes_guests_show_at_the_top() throws Exception {
        put(Service.COMPUTE, "nodes/pve1/qemu-server/100.conf", "memory: 512\n");
        put(Service.COMPUTE, "nodes/pve1/lxc/101.conf", "memory: 256\n");
        eventuallyHas("qemu-server/100.conf", "memory: 512\n");
        eventuallyHas("lxc/101.conf", "memory: 256\n");
        eventuallyHas("local/lxc/101.conf", "memory: 256\n");
    }

    @Test
    void files_are_read_only_and_secrets_their_owners() throws Exception {
        put(Service.AUTH, "priv/authkey.key", "sealed");
        eventuallyHas("priv/authkey.key", "sealed");
        eventuallyHas("storage.cfg", "dir: local\n\tpath /var/lib/vz\n");
        assertEquals("rw-------", mode("priv/authkey.key"));
        assertEquals("rwx------", mode("priv"));
        assertEquals("r--r-----", mode("storage.cfg"));
    }

    @Test
    void what_somebody_changes_or_removes_is_put_back() throws Exception {
        String text = "dir: local\n\tpath /var/lib/vz\n";
        eventuallyHas("storage.cfg", text);
        Files.delete(dir.resolve("storage.cfg"));
        Files.writeString(dir.resolve("storage.cfg"), "mine");
        view.pass();
        eventuallyHas("storage.cfg", text);
        Files.delete(dir.resolve("storage.cfg"));
        view.pass();
        eventuallyHas("storage.cfg", text);
    }

    @Test
    void files_of_a_former_time_go() throws Exception {
        eventuallyHas("storage.cfg", "dir: local\n\tpath /var/lib/vz\n");
        Path other = temp.resolve("other");
        Files.createDirectories(other.resolve("nodes/pve9/lxc"));
        Files.writeString(other.resolve("nodes/pve9/lxc/900.conf"), "old");
        try (EtcPveView second = EtcPveView.follow(store, other, new NodeName("pve2"))) {
            eventually(() -> Files.exists(other.resolve("storage.cfg")));
            assertFalse(Files.exists(other.resolve("nodes/pve9/lxc/900.conf")));
        }
    }

    @Test
    void what_is_closed_writes_no_more() throws Exception {
        for (int i = 0; i < 100; i++) {
            Path closed = temp.resolve("closed-" + i);
            String path = "nodes/pve1/lxc/" + (200 + i) + ".conf";
            EtcPveView.follow(store, closed, new NodeName("pve1")).close();
            put(Service.COMPUTE, path, "memory: 256\n");
            eventuallyHas(path, "memory: 256\n");
            assertFalse(Files.exists(closed.resolve(path)), path);
        }
    }

    @Test
    void after_many_changes_and_resets_it_equals_the_store() throws Exception {
        for (int i = 0; i < 300; i++) {
            put(Service.COMPUTE, "nodes/pve1/lxc/" + (100 + i % 9) + ".conf", "n" + i);
            if (i % 4 == 0) {
                delete(Service.COMPUTE, "nodes/pve1/lxc/" + (100 + i % 7) + ".conf");
            }
        }
        TreeMap<String, String> expected = new TreeMap<>();
        store.image().below("nodes/").forEach(d -> expected.put(d.path(), d.text()));
        eventually(() -> files().equals(expected));
    }

    private TreeMap<String, String> files() throws IOException {
        TreeMap<String, String> found = new TreeMap<>();
        try (Stream<Path> all = Files.walk(dir.resolve("nodes"))) {
            for (Path p : all.filter(Files::isRegularFile).toList()) {
                found.put(dir.relativize(p).toString(), read(p));
            }
        } catch (UncheckedIOException e) {
            // A file went while the walk was on; the next look is whole.
            found.clear();
        }
        return found;
    }

    private static String read(Path p) {
        try {
            return Files.readString(p);
        } catch (IOException e) {
            // It went while the walk was on; the next look shows that.
            return "";
        }
    }

    private String mode(String path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve(path)));
    }
}
