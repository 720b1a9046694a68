package io.coppice.bench;

import io.coppice.access.AclPermissions;
import io.coppice.access.Identity;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.UserId;
import io.coppice.documents.access.AccessConfig;
import io.coppice.live.LocalLive;
import io.coppice.node.cluster.LiveFigures;
import io.coppice.node.cluster.Members;
import io.coppice.node.cluster.NodeEntries;
import io.coppice.node.cluster.Resources;
import io.coppice.node.host.HostStatus;
import io.coppice.node.host.ProcFiles;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Credential;
import io.coppice.servicekit.serve.WireJson;
import io.coppice.store.Change;
import io.coppice.store.Document;
import io.coppice.store.memory.MemoryStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * {@code GET /cluster/resources} from the truth and live state to the answer's bytes, without the wire: as an
 * administrator and as a user who sees a tenth of the guests through a pool, while 200 guests a second change.
 */
final class ManyGuests implements AutoCloseable {
    private static final NodeName HERE = new NodeName("pve1");
    private static final int FIRST = 100;
    private static final int EACH = 500;
    private static final int CHANGES_A_SECOND = 200;
    private final MemoryStore store = new MemoryStore();
    private final LocalLive live = new LocalLive(HERE, Clock.systemUTC());
    private final Resources resources;
    private final int guests;

    ManyGuests(int guests) {
        this.guests = guests;
        HostStatus host = new HostStatus(new ProcFiles(Path.of("/")), List::of);
        Members alone = Members.alone(new Members.Member(HERE, 0, "127.0.0.1", ""));
        NodeEntries nodes = new NodeEntries(alone, host, live, Clock.systemUTC());
        this.resources = new Resources(store, new LiveFigures(live, Clock.systemUTC()), nodes);
        for (int from = 0; from < guests; from += EACH) {
            Change.Builder change = Change.by(Service.COMPUTE, "root@pam");
            IntStream.range(from, Math.min(guests, from + EACH))
                    .forEach(i -> change.put(path(i), text(i, FIRST + i, 0)));
            store.submit(change.build());
        }
        IntStream.range(0, guests).forEach(this::publish);
        String tenth = IntStream.iterate(0, i -> i < guests, i -> i + 10)
                .mapToObj(i -> "" + (FIRST + i))
                .collect(Collectors.joining(","));
        store.submit(Change.by(Service.AUTH, "root@pam")
                .put("user.cfg:user:admin@pve", "user:admin@pve:1:0::::::\n")
                .put("user.cfg:user:some@pve", "user:some@pve:1:0::::::\n")
                .put("user.cfg:pool:tenth", "pool:tenth::" + tenth + "::\n")
                .put("user.cfg:acl:/", "acl:1:/:admin@pve:Administrator:\n")
                .put("user.cfg:acl:/pool/tenth", "acl:1:/pool/tenth:some@pve:PVEVMUser:\n")
                .build());
    }

    private static String path(int i) {
        return "nodes/pve1/qemu-server/" + (FIRST + i) + ".conf";
    }

    /** As large as configurations usually are. */
    static String text(int i, int vmid, int version) {
        return """
            boot: order=scsi0;net0
            cores: 2
            description: version %d
            memory: 2048
            meta: creation-qemu=9.2.0,ctime=1764288000
            name: guest-%d.example.org
            net0: virtio=BC:24:11:00:00:01,bridge=vmbr0,firewall=1
            numa: 0
            ostype: l26
            scsi0: local:%d/vm-%d-disk-0.qcow2,iothread=1,size=32G
            scsihw: virtio-scsi-single
            smbios1: uuid=6f1a3c5e-7d2b-4e8f-9a0b-1c2d3e4f5a6b
            sockets: 1
            tags: web;production
            """.formatted(version, i, vmid, vmid);
    }

    private void publish(int i) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("status", "running");
        figures.put("cpu", 0.01 * (i % 100));
        figures.put("mem", 1L << 30);
        figures.put("disk", 0);
        figures.put("maxdisk", 32L << 30);
        for (String counter : List.of("uptime", "netin", "netout", "diskread", "diskwrite")) {
            figures.put(counter, 1_000_000L + i);
        }
        live.put("guest", "" + (FIRST + i), figures);
    }

    private Caller caller(String user) {
        AccessConfig config = AccessConfig.parse(
                store.image().below("user.cfg:").stream().map(Document::text).toList());
        return new Caller(
                new Identity.User(UserId.parse(user)),
                AclPermissions.ofUser(config, user),
                new Credential.None(),
                "127.0.0.1");
    }

    /** A line for each caller. */
    void measure(Table table, int times) throws Exception {
        Thread changing = Thread.ofVirtual().start(this::change);
        try {
            line(table, "administrator", "admin@pve", times);
            line(table, "a tenth's user", "some@pve", times);
        } finally {
            changing.interrupt();
            changing.join();
        }
    }

    private void line(Table table, String who, String user, int times) throws Exception {
        Caller caller = caller(user);
        int size = WireJson.bytes(resources.list(caller, Optional.empty())).length;
        Timings timings = Timings.of(times / 4, times, () -> WireJson.bytes(resources.list(caller, Optional.empty())));
        table.row(guests + " guests, " + who + ", no wire", timings + "", (size >> 10) + " KiB");
    }

    private void change() {
        try {
            for (int i = 0; ; i++) {
                Thread.sleep(1000 / CHANGES_A_SECOND);
                int which = i % guests;
                store.submit(Change.by(Service.COMPUTE, "root@pam")
                        .put(path(which), text(which, FIRST + which, i))
                        .build());
                publish(which);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        store.close();
        live.close();
    }
}
