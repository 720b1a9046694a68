package io.coppice.contract.openapi;

import io.coppice.contract.endpoint.Endpoint;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The whole document: maps, lists, texts, numbers and booleans, as a JSON writer takes them. */
public final class OpenApi {
    /** What only services call is no part of the API. */
    private static final String INTERNAL = "/coppice/internal/";

    private OpenApi() {}

    /** @param version of the API, {@code 9.2.3} */
    public static Map<String, Object> of(Collection<Endpoint<?, ?>> endpoints, String version) {
        Components components = new Components();
        Map<String, Map<String, Object>> paths = new LinkedHashMap<>();
        Map<String, String> ids = new TreeMap<>();
        for (Endpoint<?, ?> e : endpoints) {
            if (!e.path().text().startsWith(INTERNAL)) {
                Operation operation = new Operation(e, components);
                String other = ids.put(operation.id(), e.toString());
                if (other != null) {
                    throw new IllegalArgumentException(e + " and " + other + " have one operation id");
                }
                paths.computeIfAbsent(e.path().text(), p -> new LinkedHashMap<>())
                        .put(e.verb().name().toLowerCase(Locale.ROOT), operation.describe());
            }
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("openapi", "3.1.0");
        document.put("info", info(version));
        document.put("servers", List.of(Map.of("url", "/api2/json")));
        document.put("paths", paths);
        document.put("components", components.describe());
        return document;
    }

    private static Map<String, Object> info(String version) {
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("title", "Coppice");
        info.put("version", version);
        info.put("summary", "Virtual machines, containers, their storage and networks behind one API.");
        info.put(
                "description",
                "The API of Proxmox VE 9.2, and what lies under /coppice. Every answer is an object with the member"
                        + " data. Bodies are forms or JSON. A parameter with x-coppice-ours is an addition of Coppice.");
        return info;
    }
}
