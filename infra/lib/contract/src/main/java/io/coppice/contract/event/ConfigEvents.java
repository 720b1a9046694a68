package io.coppice.contract.event;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What changed in the truth; made from its history. */
public final class ConfigEvents {
    /** A changed field; what is secret or too long is cut. Absent where there was or is none. */
    public record Field(Optional<String> old, Optional<String> now) {}

    /**
     * A document, or a section of a list: {@code nodes/pve1/qemu-server/100.conf}, {@code storage.cfg:local}.
     *
     * @param acl the path that guards it
     * @param change {@code created}, {@code changed} or {@code deleted}
     * @param fields the changed ones by name; none where the whole document is secret
     */
    public record Document(String path, String acl, String change, Map<String, Field> fields) {}

    /**
     * Events that nobody can be given any more.
     *
     * @param log which of the node's logs has lost them
     * @param from the first that is missing, and {@code to} the last
     */
    public record Missing(String log, long from, long to) {}

    public static final EventType<Document> CHANGED = EventType.of(Topic.CONFIG, "config.changed", Document.class)
            .on("{path}")
            .seenBy("{acl}", "Sys.Audit")
            .says("A document of the configuration was made, changed or removed.");

    /** The same of what only those see who see the guest. */
    public static final EventType<Document> GUEST_CHANGED = EventType.of(
                    Topic.CONFIG, "config.guest-changed", Document.class)
            .on("{path}")
            .seenBy("{acl}", "VM.Audit")
            .says("A guest's configuration was made, changed or removed.");

    public static final EventType<Document> STORAGE_CHANGED = EventType.of(
                    Topic.CONFIG, "config.storage-changed", Document.class)
            .on("{path}")
            .seenBy("{acl}", "Datastore.Audit")
            .says("A storage's definition was made, changed or removed.");

    public static final EventType<Document> ACCESS_CHANGED = EventType.of(
                    Topic.ACCESS, "access.changed", Document.class)
            .on("{path}")
            .seenBy("/access", "Sys.Audit")
            .says("A user, group, token, role, grant, pool or realm was made, changed or removed.");

    public static final EventType<Missing> RESYNC_REQUIRED = EventType.of(
                    Topic.CONFIG, "resync.required", Missing.class)
            .on("log/{log}")
            .seenBy("/", "Sys.Audit")
            .says("Events were lost; read again what you keep.");

    public static final List<EventType<?>> ALL =
            List.of(CHANGED, GUEST_CHANGED, STORAGE_CHANGED, ACCESS_CHANGED, RESYNC_REQUIRED);

    private ConfigEvents() {}
}
