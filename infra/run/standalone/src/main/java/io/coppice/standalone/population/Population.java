package io.coppice.standalone.population;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.documents.access.AclEntry;
import io.coppice.documents.access.GroupEntry;
import io.coppice.documents.access.PoolEntry;
import io.coppice.documents.access.UserEntry;
import io.coppice.documents.section.SectionFile.Section;
import io.coppice.store.Change;
import io.coppice.store.Outcome;
import io.coppice.store.Store;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Puts a drafted cluster into an empty truth, and its volumes onto hosts. */
public final class Population {
    private static final String ACTOR = "system:simulation";

    /** So many configurations in one change, far from the limits of the store. */
    private static final int AT_ONCE = 4_000;

    /** Who works with guests, besides admin@pve; without passwords, so nobody logs in as one of them. */
    public static final List<String> USERS = List.of("alice@pve", "bob@pve", "carol@pve");

    private static final String GROUP = "operators";

    private static final List<String> ISO_FILES = List.of(
            "debian-13.1.0-amd64-netinst.iso", "ubuntu-24.04.3-live-server-amd64.iso", "virtio-win-0.1.271.iso");
    private final Size size;
    private final List<Draft> drafts;

    public Population(Size size) {
        this.size = size;
        this.drafts = new Drafts(size).all();
    }

    public List<Draft> guests() {
        return drafts;
    }

    /** The folder that a storage has on each host; of the one that is shared all lead to the same. */
    public static Map<String, Path> folders() {
        Map<String, Path> all = new LinkedHashMap<>();
        all.put("local", Path.of("/var/lib/coppice/storage"));
        all.put(Drafts.LOCAL_DISKS, Path.of("/mnt/data"));
        all.put(Drafts.SHARED, sharedFolder());
        return all;
    }

    public static Path sharedFolder() {
        return Path.of("/mnt/shared/nas");
    }

    /** Storages, guests, pools and users, in few changes. */
    public void tell(Store store) {
        storages(store);
        for (int from = 0; from < drafts.size(); from += AT_ONCE) {
            Change.Builder change = Change.by(Service.COMPUTE, ACTOR);
            for (Draft d : drafts.subList(from, Math.min(drafts.size(), from + AT_ONCE))) {
                change.put(d.path(), d.text());
            }
            submit(store, change);
        }
        access(store);
    }

    private static void storages(Store store) {
        Map<String, String> content = Map.of(
                "local",
                "iso,vztmpl,backup,snippets,import",
                Drafts.LOCAL_DISKS,
                "images,rootdir",
                Drafts.SHARED,
                "images,rootdir,iso,backup");
        Change.Builder change = Change.by(Service.STORAGE, ACTOR);
        folders().forEach((id, path) -> {
            Map<String, String> properties = new LinkedHashMap<>();
            properties.put("path", path.toString());
            properties.put("content", content.get(id));
            if (id.equals(Drafts.SHARED)) {
                properties.put("shared", "1");
            }
            change.put("storage.cfg:" + id, new Section("dir", id, properties).text());
        });
        submit(store, change);
    }

    private void access(Store store) {
        Map<String, Set<String>> members = new TreeMap<>();
        Drafts.POOLS.forEach(pool -> members.put(pool, new TreeSet<>()));
        for (Draft d : drafts) {
            d.pool()
                    .ifPresent(pool -> members.computeIfAbsent(pool, none -> new TreeSet<>())
                            .add(d.vmid().toString()));
        }
        Change.Builder change = Change.by(Service.AUTH, ACTOR);
        members.forEach(
                (pool, vmids) -> change.put("user.cfg:pool:" + pool, new PoolEntry(pool, "", vmids, Set.of()).line()));
        USERS.forEach(
                user -> change.put("user.cfg:user:" + user, UserEntry.of(user).line()));
        change.put("user.cfg:group:" + GROUP, new GroupEntry(GROUP, Set.copyOf(USERS), "").line());
        change.put("user.cfg:acl:/vms", new AclEntry("/vms", AclEntry.Kind.GROUP, GROUP, "PVEVMAdmin", true).line());
        submit(store, change);
    }

    private static void submit(Store store, Change.Builder change) {
        Change built = change.build();
        if (!built.writes().isEmpty() && !(store.submit(built) instanceof Outcome.Done)) {
            throw new IllegalStateException("the truth does not take the simulated cluster");
        }
    }

    /**
     * Makes the volumes as files that hold nothing, so they take hardly any room on this machine's disk.
     *
     * @param root below which a node's folders lie
     */
    public void furnish(NodeName node, Path root) throws IOException {
        Map<String, Path> folders = folders();
        for (Draft d : drafts) {
            if (d.node().equals(node)) {
                for (Draft.Disk disk : d.disks()) {
                    Path images = below(root, Objects.requireNonNull(folders.get(disk.storage())))
                            .resolve("images");
                    sparse(images.resolve(disk.file()), disk.bytes());
                }
            }
        }
    }

    /** What the shared storage has for all guests. */
    public void furnishShared(Path root) throws IOException {
        long bytes = 640L << 20;
        for (String iso : ISO_FILES) {
            sparse(below(root, sharedFolder()).resolve("template/iso").resolve(iso), bytes);
            bytes += size.seed() % 64 + (200L << 20);
        }
    }

    private static Path below(Path root, Path absolute) {
        return root.resolve(Path.of("/").relativize(absolute));
    }

    private static void sparse(Path file, long bytes) throws IOException {
        Files.createDirectories(file.getParent());
        try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
            made.setLength(bytes);
        }
    }
}
