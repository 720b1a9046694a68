package io.coppice.storage.content;

import io.coppice.contract.api.storage.ContentApi;
import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Malformed;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.StorageId;
import io.coppice.contract.word.VolumeId;
import io.coppice.documents.volume.ContentKind;
import io.coppice.documents.volume.VolumeName;
import io.coppice.servicekit.serve.Caller;
import io.coppice.storage.definition.Definitions;
import io.coppice.storage.definition.Storage;
import io.coppice.storage.directory.DirectoryStorage;
import io.coppice.storage.directory.Notes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code /nodes/{node}/storage}. */
public final class Contents {
    private static final int FEW_PROTECTED = 5;
    private final NodeName here;
    private final Definitions definitions;
    private final DirectoryStorage directories;
    private final Notes notes;

    public Contents(NodeName here, Definitions definitions, DirectoryStorage directories, Notes notes) {
        this.notes = notes;
        this.here = here;
        this.definitions = definitions;
        this.directories = directories;
    }

    /** The node whose storages these are. */
    public NodeName here() {
        return here;
    }

    /**
     * A storage that this node uses, that is switched on and there.
     *
     * @throws Refused saying why it is not
     */
    public Storage usable(StorageId id) {
        Storage storage = definitions.require(id);
        if (!storage.enabled()) {
            throw Refused.conflict("storage '" + id + "' is disabled");
        }
        if (!storage.isOn(here.text())) {
            throw Refused.conflict("storage '" + id + "' is not available on node '" + here + "'");
        }
        if (!storage.isServed()) {
            throw new Refused(new Failure.NotImplemented("GET", "/storage of type " + storage.kind()));
        }
        directories.activate(storage);
        return storage;
    }

    public List<Map<String, Object>> storages(Caller caller, ContentApi.ListStorages in) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Storage s : definitions.all()) {
            boolean wanted = in.storage().isEmpty() || in.storage().get().equals(s.id());
            boolean fits = in.content().isEmpty()
                    || in.content().stream()
                            .map(ContentKind::of)
                            .flatMap(Optional::stream)
                            .anyMatch(s.content()::contains);
            boolean on = s.isOn(here.text())
                    && in.target().map(t -> isSeenFrom(s, t)).orElse(true);
            if (wanted && fits && on && (s.enabled() || !in.enabled()) && Definitions.maySee(caller, s.id())) {
                all.add(shown(s, in.format()));
            }
        }
        return all;
    }

    /** The same files from both nodes. */
    private boolean isSeenFrom(Storage s, NodeName other) {
        return other.equals(here) || s.shared() && s.isOn(other.text());
    }

    private Map<String, Object> shown(Storage s, boolean formats) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("storage", s.id());
        all.putAll(status(s));
        if (formats) {
            all.put("formats", Map.of("default", s.format(), "supported", List.of("qcow2", "raw", "vmdk")));
        }
        return all;
    }

    /** Type, content, switches, and bytes while it is in use. */
    public Map<String, Object> status(Storage s) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("type", s.kind());
        all.put("content", s.contentText());
        all.put("enabled", s.enabled());
        all.put("shared", s.shared());
        DirectoryStorage.Space space =
                s.enabled() && s.isServed() ? directories.space(s) : new DirectoryStorage.Space(false, 0, 0, 0);
        all.put("active", space.active());
        all.put("total", space.total());
        all.put("used", space.used());
        all.put("avail", space.available());
        if (space.total() > 0) {
            all.put("used_fraction", (double) space.used() / space.total());
        }
        return all;
    }

    public List<Map<String, Object>> list(Caller caller, ContentApi.ListContent in) throws IOException {
        Storage storage = usable(in.storage());
        Set<ContentKind> kinds = storage.content();
        if (in.content().isPresent()) {
            kinds.removeIf(k -> !k.word().equals(in.content().get()));
        }
        List<Map<String, Object>> all = new ArrayList<>();
        for (Map<String, Object> entry : directories.list(storage, kinds, in.vmid())) {
            VolumeName name = VolumeName.parse(
                    VolumeId.parse(String.valueOf(entry.get("volid"))).name());
            try {
                VolumeAccess.requireSee(caller, storage.id(), name);
                all.add(entry);
            } catch (Refused r) {
                continue; // a list leaves out what one may not see
            }
        }
        return all;
    }

    public String allocate(ContentApi.Allocate in) throws IOException, InterruptedException {
        Storage storage = usable(in.storage());
        String name = in.filename();
        int dot = name.lastIndexOf('.');
        String suffix = dot < 0 ? "" : name.substring(dot + 1);
        boolean named = List.of("raw", "qcow2", "vmdk", "subvol").contains(suffix);
        String format = in.format().orElse(named ? suffix : "raw");
        if (named && !suffix.equals(format)) {
            throw Refused.badParameter("format", "different storage formats (" + suffix + " != " + format + ")");
        }
        String file = named ? name : name + "." + format;
        if (!DirectoryStorage.isImageName(file, in.vmid())) {
            throw Refused.badParameter("filename", "illegal name '" + name + "' - should be 'vm-" + in.vmid() + "-*'");
        }
        return directories
                .allocate(storage, in.vmid(), kib(in.size()), format, file)
                .toString();
    }

    private static long kib(String size) {
        char unit = size.charAt(size.length() - 1);
        try {
            return switch (unit) {
                case 'M' -> Math.multiplyExact(Long.parseLong(size.substring(0, size.length() - 1)), 1024L);
                case 'G' -> Math.multiplyExact(Long.parseLong(size.substring(0, size.length() - 1)), 1024L * 1024);
                default -> Long.parseLong(size);
            };
        } catch (ArithmeticException | NumberFormatException e) {
            throw Refused.badParameter("size", "the size '" + size + "' is too large");
        }
    }

    /** A volume as a request named it: whole, or its name within the storage of the path. */
    public record Named(Storage storage, String volume) {}

    public Named named(Optional<StorageId> storage, String volume) {
        VolumeId id;
        try {
            id = volume.indexOf(':') > 0
                    ? VolumeId.parse(volume)
                    : new VolumeId(
                            storage.orElseThrow(() -> Refused.badParameter("volume", "no storage is named")), volume);
        } catch (Malformed e) {
            throw Refused.badParameter("volume", "invalid format - " + e.getMessage());
        }
        if (storage.isPresent() && !storage.get().equals(id.storage())) {
            throw Refused.badParameter("volume", "the volume is of storage '" + id.storage() + "'");
        }
        return new Named(usable(id.storage()), id.name());
    }

    public Map<String, Object> read(ContentApi.OfVolume in) throws IOException {
        Named named = named(in.storage(), in.volume());
        return directories.describe(named.storage(), named.volume());
    }

    public void update(Caller caller, ContentApi.Update in) throws IOException {
        Named named = named(in.storage(), in.volume());
        VolumeName name = DirectoryStorage.name(named.storage(), named.volume());
        var file = directories.file(named.storage(), named.volume());
        if (name.kind() != ContentKind.BACKUP) {
            throw Refused.conflict(
                    in.notes().isPresent()
                            ? "attribute 'notes' is not supported for volumes of content '"
                                    + name.kind().word() + "'"
                            : "attribute 'protected' is not supported for volumes of content '"
                                    + name.kind().word() + "'");
        }
        if (in.notes().filter(n -> n.length() > Notes.longest()).isPresent()) {
            throw Refused.badParameter("notes", "notes have " + Notes.longest() + " letters at most");
        }
        if (in.isProtected().orElse(false)) {
            requireRoomForProtected(caller, named.storage(), name);
        }
        if (in.notes().isPresent()) {
            notes.write(file, in.notes().get());
        }
        if (in.isProtected().isPresent()) {
            notes.protect(file, in.isProtected().get());
        }
    }

    private void requireRoomForProtected(Caller caller, Storage storage, VolumeName name) throws IOException {
        boolean unlimited = caller.may("/storage/" + storage.id(), "Datastore.Allocate");
        int most = storage.mostProtected().orElse(unlimited ? -1 : FEW_PROTECTED);
        if (most >= 0 && directories.protectedBackups(storage, name) >= most) {
            throw Refused.conflict("The number of protected backups per guest is limited to " + most + " on storage '"
                    + storage.id() + "'");
        }
    }
}
