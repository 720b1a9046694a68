package io.coppice.node.event;

import io.coppice.contract.event.ConfigEvents;
import io.coppice.contract.event.EventType;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which event a document's change is, and which ACL path guards it. */
record DocumentGuard(EventType<ConfigEvents.Document> type, String aclPath) {
    private static final Pattern GUEST = Pattern.compile("nodes/[^/]+/(?:qemu-server|lxc)/(\\d+)\\.conf");
    private static final Pattern STORAGE = Pattern.compile("storage\\.cfg:(.+)");
    private static final Pattern NODE = Pattern.compile("nodes/([^/]+)/.+");
    private static final Pattern ACCESS =
            Pattern.compile("(?:priv/)?(?:user|domains|token|shadow|tfa)\\.cfg:.*|priv/realm/.*|priv/ldap/.*");

    static DocumentGuard of(String path) {
        Matcher guest = GUEST.matcher(path);
        if (guest.matches()) {
            return new DocumentGuard(ConfigEvents.GUEST_CHANGED, "/vms/" + guest.group(1));
        }
        Matcher storage = STORAGE.matcher(path);
        if (storage.matches()) {
            return new DocumentGuard(ConfigEvents.STORAGE_CHANGED, "/storage/" + storage.group(1));
        }
        if (ACCESS.matcher(path).matches()) {
            return new DocumentGuard(ConfigEvents.ACCESS_CHANGED, "/access");
        }
        Matcher node = NODE.matcher(path);
        return new DocumentGuard(ConfigEvents.CHANGED, node.matches() ? "/nodes/" + node.group(1) : "/");
    }
}
