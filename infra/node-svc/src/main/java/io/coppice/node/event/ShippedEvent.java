package io.coppice.node.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.coppice.contract.event.EventType;
import io.coppice.contract.event.Events;
import io.coppice.contract.event.Topic;
import io.coppice.servicekit.event.EventJson;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What Kafka has to know of an event. */
record ShippedEvent(Topic topic, String subject) {
    private static final Map<String, EventType<?>> TYPES =
            Events.all().stream().collect(Collectors.toMap(EventType::type, Function.identity()));

    /** One of a type that this program does not know goes with the configuration's. */
    static ShippedEvent of(String json) {
        ObjectNode event = EventJson.parse(json);
        EventType<?> type = TYPES.get(EventJson.text(event, "type"));
        return new ShippedEvent(type == null ? Topic.CONFIG : type.topic(), EventJson.text(event, "subject"));
    }
}
