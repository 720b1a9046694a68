package io.coppice.storage.definition;

import io.coppice.contract.api.storage.StorageApi;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.storage.StorageKind;
import io.coppice.contract.word.Malformed;
import io.coppice.contract.word.StorageId;
import io.coppice.documents.section.SectionFile;
import io.coppice.documents.section.SectionFile.Section;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.truth.Decided;
import io.coppice.store.Change;
import io.coppice.store.Document;
import io.coppice.store.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /storage}: reads and writes the sections of {@code storage.cfg}. */
public final class Definitions {
    private static final String FILE = "storage.cfg:";
    private final Store store;
    private final Path host;

    public Definitions(Store store) {
        this(store, Path.of("/"));
    }

    /** @param host what absolute paths begin at */
    public Definitions(Store store, Path host) {
        this.store = store;
        this.host = host;
    }

    /** Whether there is a worker for storages of a kind. */
    public static boolean serves(StorageKind kind) {
        return ServedKind.of(kind).isPresent();
    }

    /** All of them, by name; one that cannot be read is passed over. */
    public List<Storage> all() {
        List<Storage> all = new ArrayList<>();
        for (Document d : store.image().below(FILE)) {
            try {
                all.add(Storage.of(SectionFile.section(d.text()), host));
            } catch (Malformed e) {
                continue;
            }
        }
        return all;
    }

    /** @throws Refused if it is not defined */
    public Storage require(StorageId id) {
        return Storage.of(SectionFile.section(document(id).text()), host);
    }

    public Optional<Storage> find(StorageId id) {
        return store.image().find(FILE + id).map(d -> Storage.of(SectionFile.section(d.text()), host));
    }

    private Document document(StorageId id) {
        return store.image().find(FILE + id).orElseThrow(() -> Refused.notFound("storage '" + id + "' does not exist"));
    }

    public List<Map<String, Object>> list(Caller caller, Optional<StorageKind> kind) {
        return all().stream()
                .filter(s -> kind.isEmpty() || s.kind().equals(kind.get().label()))
                .filter(s -> maySee(caller, s.id()))
                .map(s -> shown(s, document(s.id())))
                .toList();
    }

    /** Whether somebody may know of a storage at all. */
    public static boolean maySee(Caller caller, StorageId id) {
        return caller.may("/storage/" + id, "Datastore.Audit")
                || caller.may("/storage/" + id, "Datastore.AllocateSpace");
    }

    public Map<String, Object> read(StorageId id) {
        return shown(require(id), document(id));
    }

    private static Map<String, Object> shown(Storage s, Document d) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("storage", s.id());
        all.put("type", s.kind());
        s.section().properties().forEach((k, v) -> all.put(k, isSwitch(k) ? (Object) (v.equals("1") ? 1 : 0) : v));
        all.put("digest", d.digest());
        return all;
    }

    private static boolean isSwitch(String option) {
        return List.of("shared", "disable", "mkdir", "sparse", "krbd", "fuse", "nocow", "tagged_only")
                .contains(option);
    }

    public Map<String, Object> create(Caller caller, StorageApi.Create in) {
        checkOptions(in.type(), in.options().texts());
        for (String name : in.type().required()) {
            if (in.options().text(name).isEmpty()) {
                throw Refused.badParameter(name, "property is missing and it is not optional");
            }
        }
        ServedKind served = ServedKind.of(in.type())
                .orElseThrow(() -> new Refused(new Failure.NotImplemented(
                        "POST", "/storage with type=" + in.type().label())));
        served.check(in.options().texts());
        Section section =
                new Section(in.type().label(), in.storage().text(), in.options().texts());
        Decided.anew(store, Service.STORAGE, () -> {
            if (find(in.storage()).isPresent()) {
                throw Refused.conflict("create storage failed: storage ID '" + in.storage() + "' already defined");
            }
            return Optional.of(Change.by(Service.STORAGE, caller.name())
                    .absent(FILE + in.storage())
                    .put(FILE + in.storage(), section.text())
                    .build());
        });
        return Map.of("storage", in.storage(), "type", in.type().label());
    }

    public Map<String, Object> update(Caller caller, StorageApi.Update in) {
        Decided.anew(store, Service.STORAGE, () -> Optional.of(changed(caller, in)));
        return Map.of("storage", in.storage(), "type", require(in.storage()).kind());
    }

    private Change changed(Caller caller, StorageApi.Update in) {
        Document before = document(in.storage());
        in.digest().filter(d -> !d.equals(before.digest())).ifPresent(d -> {
            throw Refused.conflict("detected modified configuration - file changed by other user? Try again.");
        });
        Section section = SectionFile.section(before.text());
        StorageKind kind = StorageKind.of(section.type()).orElseThrow();
        checkOptions(kind, in.options().texts());
        for (String gone : in.delete()) {
            if (kind.required().contains(gone) || !kind.options().contains(gone)) {
                throw Refused.badParameter("delete", "unable to delete option '" + gone + "'");
            }
            if (in.options().text(gone).isPresent()) {
                throw Refused.badParameter("delete", "unable to set and delete '" + gone + "' at the same time");
            }
            section = section.without(gone);
        }
        for (Map.Entry<String, String> e : in.options().texts().entrySet()) {
            section = section.with(e.getKey(), e.getValue());
        }
        Map<String, String> after = section.properties();
        ServedKind.of(kind).ifPresent(served -> served.check(after));
        return Change.by(Service.STORAGE, caller.name())
                .unchanged(before)
                .put(before.path(), section.text())
                .build();
    }

    public void delete(Caller caller, StorageId id) {
        Decided.anew(
                store,
                Service.STORAGE,
                () -> Optional.of(Change.by(Service.STORAGE, caller.name())
                        .unchanged(document(id))
                        .delete(FILE + id)
                        .build()));
    }

    /** The first start's storage: a directory for everything, below the data folder. */
    public void ensureLocal(Path folder) {
        if (!store.image().below(FILE).isEmpty()) {
            return;
        }
        Map<String, String> options = new LinkedHashMap<>();
        options.put("path", folder.toString());
        options.put("content", "images,rootdir,vztmpl,iso,backup,snippets,import");
        Decided.submit(
                store,
                Change.by(Service.STORAGE, "system:storage")
                        .absent(FILE + "local")
                        .put(FILE + "local", new Section("dir", "local", options).text())
                        .build(),
                "the storage 'local' is there already");
    }

    private static void checkOptions(StorageKind kind, Map<String, String> given) {
        Map<String, String> errors = new LinkedHashMap<>();
        for (String name : given.keySet()) {
            if (!kind.options().contains(name)) {
                errors.put(
                        name,
                        "unexpected property '" + name + "': it does not belong to storages of type '" + kind.label()
                                + "'");
            }
        }
        if (!errors.isEmpty()) {
            throw new Refused(new Failure.BadParameters(errors));
        }
    }
}
