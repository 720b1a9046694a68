package io.coppice.backup.request;

import io.coppice.archive.compression.Compression;
import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.schema.Formats;
import io.coppice.contract.schema.PropertyStrings;
import io.coppice.documents.backup.NotesTemplate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Which values of options are done; the others are refused with a word on what to do. Pure. */
final class Served {
    private Served() {}

    /** The storage on which is kept what guests overwrite; empty where that is not asked for. */
    static Optional<String> fleecing(Map<String, String> values) {
        Map<String, Object> said = fleecingKeys(values);
        return Boolean.TRUE.equals(said.get("enabled"))
                ? Optional.ofNullable(said.get("storage")).map(Object::toString)
                : Optional.empty();
    }

    /** What is no property string has been refused before. */
    private static Map<String, Object> fleecingKeys(Map<String, String> values) {
        return PropertyStrings.parse(
                Formats.propertyString("backup-fleecing").orElseThrow(), values.getOrDefault("fleecing", ""));
    }

    /** @throws Refused naming each option that cannot be done */
    static void require(Map<String, String> values) {
        Map<String, String> errors = new LinkedHashMap<>();
        String folder = values.getOrDefault("tmpdir", "");
        if (!folder.isEmpty() && !folder.startsWith("/")) {
            errors.put("tmpdir", "'" + folder + "' is no absolute path");
        }
        Map<String, Object> fleecing = fleecingKeys(values);
        if (Boolean.TRUE.equals(fleecing.get("enabled")) && !fleecing.containsKey("storage")) {
            errors.put("fleecing", "name the storage on which is kept what guests overwrite: storage=ID");
        }
        String compress = values.getOrDefault("compress", "0");
        if (Compression.ofWord(compress).filter(Compression::isServed).isEmpty()) {
            errors.put("compress", "'" + compress + "' is not served: use zstd or gzip");
        }
        String script = values.getOrDefault("script", "");
        // env(1) takes a word with an equal sign for a variable
        if (!script.isEmpty() && (!script.startsWith("/") || script.contains("="))) {
            errors.put("script", "'" + script + "' is no absolute path without an equal sign");
        }
        if (!errors.isEmpty()) {
            throw new Refused(new Failure.BadParameters(errors));
        }
    }

    /** @throws Refused saying what is wrong with a template of notes */
    static void requireNotes(String template) {
        NotesTemplate.complaint(template, Map.of("cluster", "", "guestname", "", "node", "", "vmid", ""))
                .ifPresent(c -> {
                    throw Refused.badParameter("notes-template", c);
                });
    }
}
