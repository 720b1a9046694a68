package io.coppice.gateway.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Param;
import io.coppice.contract.endpoint.Verb;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EndpointTreeTest {
    record One(@Param("") String id) {}

    record Volume(@Param("") String volume) {}

    record None() {}

    private static Endpoint<?, ?> one(String path) {
        return Endpoint.get(path, One.class, String.class).build();
    }

    private static Endpoint<?, ?> none(String path) {
        return Endpoint.get(path, None.class, String.class).build();
    }

    private final EndpointTree tree = new EndpointTree(List.of(
            none("/a"),
            one("/a/{id}"),
            none("/a/fixed"),
            one("/a/{id}/status"),
            Endpoint.get("/c/{volume}", Volume.class, String.class).build(),
            none("/coppice/internal/x")));

    @Test
    void a_literal_segment_goes_before_a_parameter() {
        assertEquals(
                "GET /a/fixed",
                tree.find(Verb.GET, List.of("a", "fixed"))
                        .orElseThrow()
                        .endpoint()
                        .toString());
        assertEquals(
                Map.of("id", "7"),
                tree.find(Verb.GET, List.of("a", "7", "status")).orElseThrow().pathParameters());
    }

    @Test
    void a_volume_takes_the_rest_of_the_path_with_its_slashes() {
        assertEquals(
                Map.of("volume", "local:iso/x.iso"),
                tree.find(Verb.GET, List.of("c", "local:iso", "x.iso"))
                        .orElseThrow()
                        .pathParameters());
        assertEquals(
                Map.of("volume", "local:iso/x.iso"),
                tree.find(Verb.GET, List.of("c", "local:iso/x.iso"))
                        .orElseThrow()
                        .pathParameters());
    }

    @Test
    void what_is_not_declared_or_internal_is_not_found() {
        assertTrue(tree.find(Verb.POST, List.of("a")).isEmpty());
        assertTrue(tree.find(Verb.GET, List.of("b")).isEmpty());
        assertTrue(tree.find(Verb.GET, List.of()).isEmpty());
        assertTrue(tree.find(Verb.GET, List.of("coppice", "internal", "x")).isEmpty());
    }

    @Test
    void an_index_lists_the_literals_below() {
        assertEquals(List.of("status"), tree.below(one("/a/{id}")));
    }

    @Test
    void one_endpoint_twice_is_an_error() {
        assertThrows(IllegalArgumentException.class, () -> new EndpointTree(List.of(none("/a"), none("/a"))));
    }
}
