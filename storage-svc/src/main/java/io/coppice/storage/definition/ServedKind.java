package io.coppice.storage.definition;

import io.coppice.contract.storage.StorageKind;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The kinds that there is a worker for, each with what its options must be like together. */
enum ServedKind {
    DIR(StorageKind.DIR, DirectoryOptions::check);

    private final StorageKind kind;
    private final Consumer<Map<String, String>> check;

    ServedKind(StorageKind kind, Consumer<Map<String, String>> check) {
        this.kind = kind;
        this.check = check;
    }

    static Optional<ServedKind> of(StorageKind kind) {
        return Arrays.stream(values()).filter(s -> s.kind == kind).findFirst();
    }

    /** @throws io.coppice.contract.failure.Refused naming the option that is wrong */
    void check(Map<String, String> options) {
        check.accept(options);
    }
}
