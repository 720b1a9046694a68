package io.coppice.contract.backup;

import static io.coppice.contract.schema.Schema.array;
import static io.coppice.contract.schema.Schema.bool;
import static io.coppice.contract.schema.Schema.integer;
import static io.coppice.contract.schema.Schema.oneOfTexts;
import static io.coppice.contract.schema.Schema.string;

import io.coppice.contract.endpoint.Parameter;
import io.coppice.contract.schema.Schema;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a backup may be told: the parameters of {@code vzdump}, of a job, and the keys of a node's {@code vzdump.conf}. */
public final class BackupOptions {
    private static final Map<String, Schema> ALL = new LinkedHashMap<>();

    private BackupOptions() {}

    static {
        which();
        how();
        told();
    }

    private static void which() {
        option("vmid", "The guests.", string().format("pve-vmid-list"));
        option("all", "All guests of the node.", bool().otherwise("0"));
        option("exclude", "Guests that are left out.", string().format("pve-vmid-list"));
        option("pool", "The guests of a pool.", string());
        option("storage", "The storage that the archives go to.", string().format("pve-storage-id"));
        option("dumpdir", "A directory that they go to instead; root@pam alone.", string());
        option("tmpdir", "A directory for what is needed meanwhile; root@pam alone.", string());
        option("exclude-path", "Files of containers that are left out.", array(string()));
        option("stdexcludes", "Leave temporary files and logs of containers out.", bool().otherwise("1"));
    }

    private static void how() {
        option(
                "mode",
                "Whether a guest goes on, is suspended or is stopped meanwhile.",
                oneOfTexts("snapshot", "suspend", "stop").otherwise("snapshot"));
        option(
                "compress",
                "How archives are compressed.",
                oneOfTexts("0", "1", "gzip", "lzo", "zstd").otherwise("0"));
        option(
                "zstd",
                "Threads of zstd; 0 for half of the processors.",
                integer().otherwise(1));
        option(
                "pigz",
                "Threads of gzip; 1 for half of the processors.",
                integer().otherwise(0));
        option(
                "bwlimit",
                "Limit of reading, KiB/s; 0 for none.",
                integer().min(0).otherwise(0));
        option(
                "ionice",
                "Priority of input and output, 8 for when nobody else needs it.",
                integer(0, 8).otherwise(7));
        option(
                "lockwait",
                "How long to wait for other backups, minutes.",
                integer().min(0).otherwise(180));
        option(
                "stopwait",
                "How long to wait until a guest is stopped, minutes.",
                integer().min(0).otherwise(10));
        option("stop", "Stop the backups that run on this node.", bool().otherwise("0"));
        option("script", "A program that is told of each phase; root@pam alone.", string());
        option("fleecing", "Where blocks are kept that a guest overwrites.", string().format("backup-fleecing"));
        option("performance", "Settings of speed.", string().format("backup-performance"));
        option(
                "pbs-change-detection-mode",
                "How changed files of containers are found.",
                oneOfTexts("legacy", "data", "metadata"));
    }

    private static void told() {
        option("protected", "Protect the archives.", bool().requires("storage"));
        option(
                "notes-template",
                "Notes of the archives, with {{cluster}}, {{guestname}}, {{node}} and {{vmid}} in it.",
                string().maxLength(1024).requires("storage"));
        option(
                "prune-backups",
                "Which older backups are kept; the storage's own rule where it is left out.",
                string().format("prune-backups").otherwise("keep-all=1"));
        option("remove", "Remove older backups that need not be kept.", bool().otherwise("1"));
        option("quiet", "Say little.", bool().otherwise("0"));
        option("mailto", "Who is told by mail.", string().format("email-or-username-list"));
        option(
                "mailnotification",
                "When they are told.",
                oneOfTexts("always", "failure").otherwise("always"));
        option(
                "notification-mode",
                "How people are told.",
                oneOfTexts("auto", "legacy-sendmail", "notification-system").otherwise("auto"));
    }

    private static void option(String name, String says, Schema schema) {
        ALL.put(name, schema.optional().says(says));
    }

    public static Map<String, Schema> all() {
        return Collections.unmodifiableMap(ALL);
    }

    /** The parameters of a call of {@code vzdump}, but for the node and what is a list. */
    public static List<Parameter> parameters() {
        return ALL.entrySet().stream()
                .filter(e -> e.getValue().kind() != Schema.Kind.ARRAY)
                .map(e -> new Parameter(e.getKey(), e.getValue(), false, false, false))
                .toList();
    }
}
