package io.coppice.contract.event;

import java.util.List;
import java.util.stream.Stream;

/** All types of events, area by area; a class of types adds its line. */
public final class Events {
    private Events() {}

    public static List<EventType<?>> all() {
        return Stream.of(GuestEvents.ALL, TaskEvents.ALL, StorageEvents.ALL, ConfigEvents.ALL, NodeEvents.ALL)
                .flatMap(List::stream)
                .toList();
    }
}
