package io.coppice.backup.request;

import io.coppice.archive.compression.Compression;
import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.documents.backup.NotesTemplate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which values of options are done; the others are refused with a word on what to do. Pure. */
final class Served {
    private record Only(List<String> values, String why) {}

    private static final Map<String, Only> ONLY = new LinkedHashMap<>();

    static {
        only("fleecing", "what guests overwrite is always kept on the node; leave it out", "0", "enabled=0");
        only("ionice", "the priority cannot be set yet; limit the speed by bwlimit", "7");
        only("lockwait", "backups of one guest wait for each other without a limit", "180");
        only("pigz", "gzip works with one thread; use zstd", "0", "1");
        only("stop", "stop backups by stopping their tasks", "0");
        only("tmpdir", "what is needed meanwhile lies in the data folder; leave it out");
    }

    private Served() {}

    private static void only(String option, String why, String... values) {
        ONLY.put(option, new Only(List.of(values), why));
    }

    /** @throws Refused naming each option that cannot be done */
    static void require(Map<String, String> values) {
        Map<String, String> errors = new LinkedHashMap<>();
        ONLY.forEach((option, only) -> Optional.ofNullable(values.get(option))
                .filter(v -> !only.values().contains(v))
                .ifPresent(v -> errors.put(option, "'" + v + "' is not served: " + only.why())));
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
