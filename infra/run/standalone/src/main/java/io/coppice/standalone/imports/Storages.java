package io.coppice.standalone.imports;

import io.coppice.contract.schema.Formats;
import io.coppice.contract.storage.StorageKind;
import io.coppice.contract.storage.StorageOptions;
import io.coppice.contract.word.Malformed;
import io.coppice.contract.word.StorageId;
import io.coppice.documents.section.SectionFile.Section;
import io.coppice.storage.definition.Definitions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code storage.cfg}. */
final class Storages {
    static final String FILE = "storage.cfg";

    private Storages() {}

    static void gather(Original original, NodeNames nodes, Gathered into) {
        ListFile file = ListFile.read(original, FILE, into);
        for (Section section : file.sections()) {
            Optional<StorageKind> kind = StorageKind.of(section.type());
            if (kind.isEmpty() || !isName(section.id())) {
                file.remark(
                        section,
                        kind.isEmpty()
                                ? "storage '" + section.id() + "' is of an unknown type, '" + section.type()
                                        + "'; left out"
                                : "'" + section.id() + "' is no name of a storage; left out");
                continue;
            }
            Section fitted = file.fitted(section, kind.get().options(), StorageOptions.all());
            List<String> missing = kind.get().required().stream()
                    .filter(r -> fitted.property(r).isEmpty())
                    .sorted()
                    .toList();
            if (!missing.isEmpty()) {
                file.remark(section, "storage '" + section.id() + "' lacks " + missing + "; left out");
                continue;
            }
            if (!Definitions.serves(kind.get())) {
                file.remark(
                        section,
                        "storage '" + section.id() + "' comes along, but this version works with none of type '"
                                + section.type() + "'");
            }
            into.put(FILE + ":" + section.id(), renamed(fitted, nodes).text());
        }
    }

    private static Section renamed(Section section, NodeNames nodes) {
        return section.property("nodes")
                .map(all -> section.with(
                        "nodes",
                        Formats.split(all).stream().map(nodes::of).distinct().collect(Collectors.joining(","))))
                .orElse(section);
    }

    private static boolean isName(String text) {
        try {
            return !new StorageId(text).text().isEmpty();
        } catch (Malformed e) {
            return false;
        }
    }
}
