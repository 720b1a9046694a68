package io.coppice.contract.guest;

import static io.coppice.contract.guest.GuestOption.option;
import static io.coppice.contract.schema.Schema.bool;
import static io.coppice.contract.schema.Schema.integer;
import static io.coppice.contract.schema.Schema.number;
import static io.coppice.contract.schema.Schema.oneOfTexts;
import static io.coppice.contract.schema.Schema.string;

import java.util.List;

/** Name, notes, starts and protection. */
public final class GeneralOptions {
    public static final List<GuestOption> ALL = List.of(
            option("name", string().format("dns-name").optional())
                    .changedBy("VM.Config.Options")
                    .takesEffect(GuestOption.Effect.NOW)
                    .says("Its name."),
            option("description", string().maxLength(8192).optional())
                    .changedBy("VM.Config.Options")
                    .takesEffect(GuestOption.Effect.NOW)
                    .says("Notes."),
            option("tags", string().format("pve-tag-list").optional())
                    .changedBy("VM.Config.Options")
                    .takesEffect(GuestOption.Effect.NOW)
                    .says("Tags."),
            option("onboot", bool().otherwise(0))
                    .changedBy("VM.Config.Options")
                    .takesEffect(GuestOption.Effect.NOW)
                    .says("Start with the node."),
            option("autostart", bool().otherwise(0))
                    .changedBy("VM.Config.Options")
                    .takesEffect(GuestOption.Effect.NOW)
                    .says("Without effect."),
            option("startup", string().format("pve-startup-order").optional())
                    .changedBy("VM.Config.Options")
                    .takesEffect(GuestOption.Effect.NOW)
                    .says("When it starts and stops with the node."),
            option("protection", bool().otherwise(0))
                    .changedBy("VM.Config.Options")
                    .takesEffect(GuestOption.Effect.NOW)
                    .says("Neither it nor its disks can be removed."),
            option("template", bool().otherwise(0))
                    .changedBy("VM.Config.Options")
                    .takesEffect(GuestOption.Effect.NOW)
                    .says("It is a template."),
            option("agent", string().format(DeviceFormats.AGENT).optional())
                    .changedBy("VM.Config.Options")
                    .says("The guest agent."),
            option("hookscript", string().format("pve-volume-id").optional())
                    .rootOnly()
                    .takesEffect(GuestOption.Effect.NOW)
                    .says("A snippet that runs at starts and stops."),
            option(
                            "lock",
                            oneOfTexts(
                                            "backup",
                                            "clone",
                                            "create",
                                            "migrate",
                                            "rollback",
                                            "snapshot",
                                            "snapshot-delete",
                                            "suspending",
                                            "suspended")
                                    .optional())
                    .rootOnly()
                    .takesEffect(GuestOption.Effect.NOW)
                    .says("What it is locked for."),
            option("reboot", bool().otherwise(1))
                    .changedBy("VM.Config.Options")
                    .says("A reboot inside is one; else it stops."),
            option("localtime", bool().optional())
                    .changedBy("VM.Config.Options")
                    .says("The clock shows local time."),
            option(
                            "startdate",
                            string().pattern("(now|\\d{4}-\\d{1,2}-\\d{1,2}(T\\d{1,2}:\\d{1,2}:\\d{1,2})?)")
                                    .otherwise("now"))
                    .changedBy("VM.Config.Options")
                    .says("What its clock shows at start."),
            option("migrate_downtime", number().min(0).otherwise(0.1))
                    .changedBy("VM.Config.Options")
                    .takesEffect(GuestOption.Effect.NOW)
                    .says("Longest pause at the end of a migration (s)."),
            option("migrate_speed", integer().min(0).otherwise(0))
                    .changedBy("VM.Config.Options")
                    .takesEffect(GuestOption.Effect.NOW)
                    .says("Limit of migration, 0 for none (MiB/s)."));

    private GeneralOptions() {}
}
