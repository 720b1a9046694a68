package io.coppice.contract.api.event;

import static io.coppice.contract.endpoint.Endpoint.get;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Guard;
import io.coppice.contract.endpoint.Param;
import io.coppice.contract.endpoint.Service;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** /coppice/events */
public final class EventsApi {
    private static final String PATH = "/coppice/events";

    public record None() {}

    public record Read(
            @Param(
                    value = "Only what came after this cursor; 'first' for all that is kept, left out for from now on.",
                    maxLength = 8192)
            Optional<String> since,

            @Param(
                    value = "Only types that this fits, * for any letters; several with commas: guest.*,task.ended",
                    maxLength = 256)
            Optional<String> type,

            @Param(
                    value = "Only objects that this fits, * for any letters; several with commas: guest/1*",
                    maxLength = 512)
            Optional<String> object,

            @Param(value = "So many at most.", min = 1, max = 1000, otherwise = "100")
            int limit,

            @Param(
                    name = "wait",
                    value = "How long to wait for the first.",
                    min = 0,
                    max = 30,
                    otherwise = "0",
                    unit = "s")
            int seconds,

            @Param(
                    value =
                            "Of a stream: begin with what is, as far as type and object fit, then go on with what comes.",
                    otherwise = "0")
            boolean snapshot) {}

    /**
     * Events in the order in which they happened here.
     *
     * @param cursor where to go on
     * @param expired whether events between the given cursor and the first of these are gone
     */
    public record Page(List<Map<String, Object>> events, String cursor, boolean expired) {}

    public static final Endpoint<Read, Page> READ = get(PATH, Read.class, Page.class)
            .summary("Events that the caller may see.")
            .allow(Guard.everyone())
            .servedBy(Service.NODE)
            .build();

    @SuppressWarnings("rawtypes")
    public static final Endpoint<None, Map> SCHEMAS = get(PATH + "/schemas", None.class, Map.class)
            .summary("A JSON Schema of each type of event, by type.")
            .allow(Guard.everyone())
            .servedBy(Service.NODE)
            .build();

    public static final List<Endpoint<?, ?>> ALL = List.of(READ, SCHEMAS);

    private EventsApi() {}
}
