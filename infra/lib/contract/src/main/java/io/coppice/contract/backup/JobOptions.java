package io.coppice.contract.backup;

import static io.coppice.contract.schema.Schema.bool;
import static io.coppice.contract.schema.Schema.string;

import io.coppice.contract.endpoint.Parameter;
import io.coppice.contract.schema.Schema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a backup job may be told beside {@link BackupOptions}: when it runs, and where. */
public final class JobOptions {
    private static final Map<String, Schema> ALL = new LinkedHashMap<>();
    private static final String EVERY_DAY = "mon,tue,wed,thu,fri,sat,sun";

    private JobOptions() {}

    static {
        option("comment", "A word about the job.", string().maxLength(512));
        option("enabled", "Whether it runs.", bool().otherwise("1"));
        option("node", "The node whose guests alone are meant.", string().format("pve-node"));
        option("repeat-missed", "Run as soon as it can be, if its time went by.", bool().otherwise("0"));
        option(
                "schedule",
                "When it runs, as a calendar event.",
                string().format("pve-calendar-event").maxLength(128));
        option("starttime", "The time of day, in the place of a schedule.", string().pattern("\\d{1,2}:\\d{1,2}"));
    }

    private static void option(String name, String says, Schema schema) {
        ALL.put(name, schema.optional().says(says));
    }

    private static Schema days() {
        return string().format("pve-day-of-week-list")
                .requires("starttime")
                .optional()
                .says("The days of a start time.");
    }

    /** By name, as they are kept. */
    public static Map<String, Schema> kept() {
        Map<String, Schema> all = new LinkedHashMap<>(BackupOptions.all());
        all.putAll(ALL);
        all.remove("starttime");
        return Collections.unmodifiableMap(all);
    }

    /** The parameters of {@code POST /cluster/backup} but for its name and what is a list. */
    public static List<Parameter> forCreate() {
        return parameters(days().otherwise(EVERY_DAY));
    }

    /** The parameters of {@code PUT /cluster/backup/{id}}. */
    public static List<Parameter> forUpdate() {
        return parameters(days());
    }

    private static List<Parameter> parameters(Schema days) {
        List<Parameter> all = new ArrayList<>(BackupOptions.parameters());
        ALL.forEach((name, schema) -> all.add(new Parameter(name, schema, false, false, false)));
        all.add(new Parameter("dow", days, false, false, false));
        return all;
    }
}
