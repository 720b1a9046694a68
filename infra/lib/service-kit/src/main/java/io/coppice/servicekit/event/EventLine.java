package io.coppice.servicekit.event;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A line of a log, and the event that it is. */
public record EventLine(String log, long position, String json, ObjectNode event) {
    public static EventLine of(String log, long position, String json) {
        return new EventLine(log, position, json, EventJson.parse(json));
    }

    /** An attribute's text; empty where there is none. */
    public String text(String attribute) {
        return EventJson.text(event, attribute);
    }
}
