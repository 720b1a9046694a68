package io.coppice.gateway.stream;

import io.coppice.servicekit.event.EventCursor;
import io.coppice.servicekit.event.EventLine;
import io.coppice.servicekit.serve.Caller;

/**
 * An event as it goes to clients, with what decides who gets it.
 *
 * @param after the cursor of a reader that has seen everything up to this; {@code cursor} is its text
 */
record Told(
        String log,
        long position,
        String type,
        String subject,
        String aclPath,
        String aclPrivilege,
        String aclOwner,
        String json,
        EventCursor after,
        String cursor) {
    static Told of(EventLine line, EventCursor after) {
        return new Told(
                line.log(),
                line.position(),
                line.text("type"),
                line.text("subject"),
                line.text("aclpath"),
                line.text("aclprivilege"),
                line.text("aclowner"),
                line.json(),
                after,
                after.toString());
    }

    boolean isFor(Caller caller) {
        return (!aclOwner.isEmpty() && aclOwner.equals(caller.name())) || caller.may(aclPath, aclPrivilege);
    }
}
