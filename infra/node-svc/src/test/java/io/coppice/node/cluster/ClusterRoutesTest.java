package io.coppice.node.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.access.Identity;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import io.coppice.live.LocalLive;
import io.coppice.node.host.HostStatus;
import io.coppice.node.host.ProcFiles;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Credential;
import io.coppice.store.Change;
import io.coppice.store.Outcome;
import io.coppice.store.memory.MemoryStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusterRoutesTest {
    private static final Figures FIGURES = new Figures() {
        @Override
        public Optional<Map<String, Object>> guest(Vmid vmid) {
            return vmid.number() == 100 ? Optional.of(Map.of("status", "running", "cpu", 0.5)) : Optional.empty();
        }

        @Override
        public Optional<Map<String, Object>> storage(String node, String storage) {
            return Optional.empty();
        }
    };
    private final MemoryStore store = new MemoryStore();
    private final HostStatus host = new HostStatus(new ProcFiles(Path.of("/")), List::of);
    private final NodeEntries nodes = new NodeEntries(
            Members.alone(new Members.Member(new NodeName("pve1"), 0, "127.0.0.1", "AA")),
            host,
            new LocalLive(new NodeName("pve1"), Clock.systemUTC()),
            Clock.systemUTC());
    private final Resources resources = new Resources(store, FIGURES, nodes);

    @AfterEach
    void close() {
        store.close();
    }

    private void put(Service writer, String path, String text) {
        assertInstanceOf(
                Outcome.Done.class,
                store.submit(Change.by(writer, "root@pam").put(path, text).build()));
    }

    private static Caller who(String... paths) {
        Set<String> allowed = Set.of(paths);
        return new Caller(
                new Identity.Nobody(), (path, privilege) -> allowed.contains(path), new Credential.None(), "");
    }

    @Test
    void a_caller_sees_only_what_it_may_and_figures_where_they_are_fresh() {
        put(Service.COMPUTE, "nodes/pve1/qemu-server/100.conf", "name: web\nmemory: 256\ncores: 2\nsockets: 2\n");
        put(Service.COMPUTE, "nodes/pve1/qemu-server/101.conf", "memory: 64\n[snap]\nmemory: 32\n");
        put(Service.STORAGE, "storage.cfg:local", "dir: local\n\tpath /x\n\tcontent iso\n");
        List<Map<String, Object>> seen = resources.list(who("/vms/100", "/storage/local"), Optional.empty());
        assertEquals(
                List.of("qemu/100", "node/pve1", "storage/pve1/local"),
                seen.stream().map(e -> e.get("id")).toList());
        Map<String, Object> web = seen.getFirst();
        assertEquals("running", web.get("status"));
        assertEquals("web", web.get("name"));
        assertEquals(4L, web.get("maxcpu"));
        assertEquals(256L << 20, web.get("maxmem"));
        assertTrue(!seen.get(1).containsKey("cpu"));
    }

    @Test
    void a_guest_without_fresh_figures_is_unknown_and_its_type_can_be_asked_for() {
        put(Service.COMPUTE, "nodes/pve1/qemu-server/101.conf", "memory: 64\n");
        List<Map<String, Object>> seen = resources.list(who("/vms/101"), Optional.of("vm"));
        assertEquals(Set.of("unknown"), seen.stream().map(e -> e.get("status")).collect(Collectors.toSet()));
        assertEquals("VM 101", seen.getFirst().get("name"));
    }
}
