package io.coppice.documents.volume;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a storage can hold, and the directory where it does unless the storage says otherwise. */
public enum ContentKind {
    IMAGES("images"),
    ROOTDIR("private"),
    ISO("template/iso"),
    VZTMPL("template/cache"),
    BACKUP("dump"),
    SNIPPETS("snippets"),
    IMPORT("import");

    private final String directory;

    ContentKind(String directory) {
        this.directory = directory;
    }

    /** Relative to the storage's root. */
    public String directory() {
        return directory;
    }

    /** As the API spells it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<ContentKind> of(String word) {
        return Arrays.stream(values()).filter(k -> k.word().equals(word)).findFirst();
    }
}
