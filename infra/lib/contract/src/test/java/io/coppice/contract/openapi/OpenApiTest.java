package io.coppice.contract.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.coppice.contract.api.Api;
import io.coppice.contract.endpoint.Endpoint;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class OpenApiTest {
    private static final JsonNode DOCUMENT = new ObjectMapper().valueToTree(OpenApi.of(Api.all(), "9.2.3"));

    private static JsonNode operation(String verb, String path) {
        return DOCUMENT.path("paths").path(path).path(verb);
    }

    private static JsonNode schema(JsonNode from) {
        return from.has("$ref") ? DOCUMENT.at(from.path("$ref").asText().substring(1)) : from;
    }

    private static JsonNode input(String verb, String path) {
        return schema(operation(verb, path)
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema"));
    }

    @Test
    void every_endpoint_that_clients_reach_is_an_operation_and_no_other_is() {
        for (Endpoint<?, ?> e : Api.all()) {
            boolean internal = e.path().text().startsWith("/coppice/internal/");
            boolean there = !operation(
                            e.verb().name().toLowerCase(Locale.ROOT), e.path().text())
                    .isMissingNode();
            assertEquals(!internal, there, e.toString());
        }
    }

    @Test
    void every_reference_leads_somewhere() {
        for (JsonNode reference : DOCUMENT.findValues("$ref")) {
            assertFalse(DOCUMENT.at(reference.asText().substring(1)).isMissingNode(), reference.asText());
        }
    }

    @Test
    void every_pattern_can_be_compiled() {
        DOCUMENT.findValues("pattern").forEach(p -> Pattern.compile(p.asText()));
    }

    @Test
    void a_virtual_machine_has_its_options_with_limits_defaults_and_families() {
        JsonNode create = input("post", "/nodes/{node}/qemu").path("properties");
        assertEquals("integer", create.path("cores").path("type").asText());
        assertEquals(1, create.path("cores").path("default").asInt());
        assertEquals(1, create.path("cores").path("minimum").asInt());
        JsonNode nic = schema(create.path("net31"));
        assertEquals("net[n]", nic.path("x-coppice-family").asText());
        assertTrue(nic.path("x-coppice-property-string").path("properties").has("bridge"));
        assertTrue(nic.path("description").asText().contains("bridge=<string>"), nic.toString());
        assertFalse(create.has("net32"));
    }

    @Test
    void what_must_be_given_is_required_and_paths_are_no_part_of_the_body() {
        JsonNode create = input("post", "/nodes/{node}/qemu");
        assertEquals("[\"vmid\"]", create.path("required").toString());
        assertFalse(create.path("properties").has("node"));
        assertEquals("archive", create.at("/dependentRequired/unique/0").asText());
    }

    @Test
    void reading_needs_a_ticket_or_a_token_and_changing_a_csrf_token_too() {
        assertEquals(
                "[{\"ticket\":[]},{\"token\":[]}]",
                operation("get", "/version").path("security").toString());
        assertEquals(
                "[{\"ticket\":[],\"csrf\":[]},{\"token\":[]}]",
                operation("post", "/nodes/{node}/qemu").path("security").toString());
        assertEquals("[]", operation("post", "/access/ticket").path("security").toString());
    }

    @Test
    void permissions_stand_beside_the_operation() {
        JsonNode start = operation("post", "/nodes/{node}/qemu/{vmid}/status/start");
        assertEquals("/vms/{vmid}", start.at("/x-coppice-permissions/path").asText());
        assertEquals(
                "VM.PowerMgmt", start.at("/x-coppice-permissions/privileges/0").asText());
        assertEquals("compute", start.path("x-coppice-service").asText());
    }

    @Test
    void answers_lie_in_an_envelope_with_the_members_of_their_record() {
        JsonNode version = schema(operation("get", "/version").at("/responses/200/content/application~1json/schema"));
        assertTrue(version.at("/properties/data/properties").has("repoid"), version.toString());
        JsonNode failure = schema(operation("get", "/version").at("/responses/403"));
        assertTrue(failure.path("description").asText().contains("may not"));
    }
}
