package io.coppice.standalone.imports;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What an original has, in the truth's words, and what is to be said of it. */
final class Gathered {
    private final Map<String, String> documents = new TreeMap<>();
    private final Map<String, String> secrets = new TreeMap<>();
    private final List<Remark> remarks = new ArrayList<>();

    void put(String path, String text) {
        documents.put(path, text);
    }

    /** @param clear is sealed before it becomes a document */
    void secret(String path, String clear) {
        secrets.put(path, clear);
    }

    boolean has(String path) {
        return documents.containsKey(path);
    }

    void remark(String file, int line, String text) {
        remarks.add(new Remark(file, line, text));
    }

    /** Texts by path. */
    Map<String, String> documents() {
        return Collections.unmodifiableMap(documents);
    }

    /** Secrets in the clear, by path. */
    Map<String, String> secrets() {
        return Collections.unmodifiableMap(secrets);
    }

    /** By file and line. */
    List<Remark> remarks() {
        return remarks.stream()
                .sorted(Comparator.comparing(Remark::file).thenComparingInt(Remark::line))
                .toList();
    }
}
