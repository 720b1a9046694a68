package io.coppice.storage;

import io.coppice.contract.endpoint.Service;
import io.coppice.documents.section.SectionFile.Section;
import io.coppice.storage.definition.Storage;
import io.coppice.store.Change;
import io.coppice.store.Outcome;
import io.coppice.store.Store;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Storages for tests. */
public final class TestStorage {
    public static final String ALL = "images,rootdir,vztmpl,iso,backup,snippets,import";

    private TestStorage() {}

    /** Below the path, for all content. */
    public static Storage dir(String id, Path path) {
        return Storage.of(new Section("dir", id, Map.of("path", path.toString(), "content", ALL)));
    }

    /** Puts a storage into the truth. */
    public static void define(Store store, String kind, String id, Map<String, String> options) {
        Section section = new Section(kind, id, new LinkedHashMap<>(options));
        Outcome done = store.submit(Change.by(Service.STORAGE, "root@pam")
                .put("storage.cfg:" + id, section.text())
                .build());
        if (!(done instanceof Outcome.Done)) {
            throw new IllegalStateException(done.toString());
        }
    }
}
