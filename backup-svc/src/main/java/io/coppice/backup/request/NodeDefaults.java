package io.coppice.backup.request;

import io.coppice.contract.backup.BackupOptions;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.schema.Schema;
import io.coppice.contract.schema.Validator;
import io.coppice.documents.section.KeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What an administrator sets for a node's backups in {@code vzdump.conf}: {@code key: value} on each line. */
public final class NodeDefaults {
    private final Path file;

    /** @param file need not be there */
    public NodeDefaults(Path file) {
        this.file = file;
    }

    /** @throws Refused naming what cannot be read in it */
    Map<String, String> read() throws IOException {
        if (!Files.exists(file)) {
            return Map.of();
        }
        KeyFile.Parsed parsed = KeyFile.parse(Files.readString(file));
        Map<String, String> values = new TreeMap<>(parsed.file().values());
        Map<String, Schema> known = new LinkedHashMap<>(BackupOptions.all());
        known.replaceAll((name, schema) ->
                schema.kind() == Schema.Kind.ARRAY ? Schema.string().optional() : schema);
        Map<String, String> errors =
                Validator.check(Schema.object(known), values).errors();
        if (!parsed.warnings().isEmpty() || !errors.isEmpty()) {
            String first = parsed.warnings().isEmpty()
                    ? errors.entrySet().iterator().next().toString().replaceFirst("=", ": ")
                    : parsed.warnings().getFirst();
            throw Refused.conflict(file + " cannot be read: " + first);
        }
        return values;
    }

    /** What options are where nobody says them. */
    static Map<String, String> otherwise() {
        Map<String, String> all = new TreeMap<>();
        BackupOptions.all().forEach((name, schema) -> schema.unset().ifPresent(v -> all.put(name, v)));
        return all;
    }
}
