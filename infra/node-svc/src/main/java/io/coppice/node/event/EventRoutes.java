package io.coppice.node.event;

import io.coppice.contract.api.event.EventsApi;
import io.coppice.servicekit.event.EventLogs;
import io.coppice.servicekit.serve.Routes;

/** /coppice/events */
public final class EventRoutes {
    private final EventPages pages;

    public EventRoutes(EventLogs logs) {
        this.pages = new EventPages(logs);
    }

    public Routes routes() {
        return new Routes().serve(EventsApi.READ, pages::read).serve(EventsApi.SCHEMAS, (caller, in) -> Schemas.all());
    }
}
