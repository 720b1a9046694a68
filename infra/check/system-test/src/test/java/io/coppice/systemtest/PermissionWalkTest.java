package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.coppice.contract.api.Api;
import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Guard;
import io.coppice.contract.endpoint.Parameter;
import io.coppice.contract.endpoint.Verb;
import io.coppice.contract.schema.Schema;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Walks every endpoint as nobody, and as a user without any privilege. */
class PermissionWalkTest {
    /** A node that joins shows a token of its own there, in place of a login. */
    private static final String ADMISSION = "/coppice/cluster/token-admissions";

    private static final String USER = "powerless@pve";
    private static final String PASSWORD = "has-Nothing-1";

    @TempDir
    static Path folder;

    private static RunningNode node;
    private static String name;
    private static String upid;
    private static ApiClient powerless;

    @BeforeAll
    static void up() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "a node is started by root");
        node = RunningNode.withoutKafka(folder.resolve("data"));
        ApiClient admin = node.admin();
        name = node.name();
        assertEquals(
                200,
                admin.post("/access/users", Map.of("userid", USER, "password", PASSWORD))
                        .status());
        ApiClient.Reply made = admin.post("/nodes/" + name + "/qemu", Map.of("vmid", 150, "memory", 16));
        upid = made.data().asText();
        assertEquals("OK", admin.task(made));
        powerless = new ApiClient(node.port()).login(USER, PASSWORD);
    }

    @AfterAll
    static void down() throws Exception {
        if (node != null) {
            node.close();
        }
    }

    private static List<Endpoint<?, ?>> routed() {
        return Api.all().stream()
                .filter(e -> !e.path().text().startsWith("/coppice/internal/"))
                .collect(Collectors.toList());
    }

    @Test
    void nobody_gets_in_without_a_ticket_but_where_the_world_may() throws Exception {
        List<String> open = new ArrayList<>();
        for (Endpoint<?, ?> e : routed()) {
            int status = call(node.nobody(), e).status();
            if (status != 401) {
                open.add(e + " " + status);
            }
        }
        assertEquals(
                List.of(
                        "GET /access/domains 200",
                        "GET /access/ticket 200",
                        "GET /coppice/openapi.json 200",
                        "POST /access/ticket 401",
                        "POST " + ADMISSION + " 401"),
                withLogin(open),
                "open to the world");
    }

    /** A wrong login is a 401 too, so it is not among the open ones: it is named all the same. */
    private static List<String> withLogin(List<String> open) {
        List<String> all = new ArrayList<>(open);
        all.add("POST /access/ticket 401");
        all.add("POST " + ADMISSION + " 401");
        return all.stream().sorted().toList();
    }

    @Test
    void a_user_without_privileges_changes_nothing_and_sees_nothing_of_others() throws Exception {
        List<String> wrong = new ArrayList<>();
        for (Endpoint<?, ?> e : routed()) {
            ApiClient.Reply reply = call(powerless, e);
            boolean refused = reply.status() == 403 || reply.status() == 401 && isLogin(e);
            boolean harmless = e.verb() == Verb.GET && reply.status() == 200 && (isForEveryone(e) || isEmpty(reply));
            boolean notThere = reply.status() == 501 && e.verb() != Verb.GET;
            boolean notOwn = reply.body().toString().contains("is not reserved for you");
            if (!refused && !harmless && !notThere && !notOwn) {
                wrong.add(e + " -> " + reply.status() + " " + reply.body());
            }
        }
        assertTrue(wrong.isEmpty(), String.join("\n", wrong));
    }

    private static boolean isLogin(Endpoint<?, ?> e) {
        return e.path().text().equals("/access/ticket") || e.path().text().equals(ADMISSION);
    }

    /** What every user may read: versions, indexes, names of roles and realms, and what is one's own. */
    private static boolean isForEveryone(Endpoint<?, ?> e) {
        return e.guard() instanceof Guard.Everyone
                || e.guard() instanceof Guard.World
                || List.of("/access/domains", "/access/permissions", "/access/users")
                        .contains(e.path().text());
    }

    private static boolean isEmpty(ApiClient.Reply reply) {
        return reply.data().isNull() || reply.data().isEmpty() && !reply.data().isValueNode();
    }

    private static ApiClient.Reply call(ApiClient client, Endpoint<?, ?> e) throws Exception {
        Map<String, String> given = new LinkedHashMap<>();
        String path = e.path().text();
        for (Parameter p : e.parameters()) {
            if (p.inPath()) {
                path = path.replace("{" + p.name() + "}", encode(value(e, p)));
            } else if (!p.schema().isOptional()) {
                given.put(p.name(), value(e, p));
            }
        }
        String query = given.entrySet().stream()
                .map(x -> encode(x.getKey()) + "=" + encode(x.getValue()))
                .collect(Collectors.joining("&"));
        return switch (e.verb()) {
            case GET -> client.get(path + (query.isEmpty() ? "" : "?" + query));
            case DELETE -> client.delete(path + (query.isEmpty() ? "" : "?" + query));
            case POST -> client.post(path, given);
            case PUT -> client.put(path, given);
        };
    }

    private static String value(Endpoint<?, ?> e, Parameter p) {
        return switch (p.name()) {
            case "node" -> name;
            case "vmid" -> e.verb() == Verb.POST && e.path().text().endsWith("/qemu") ? "151" : "150";
            case "newid" -> "152";
            case "userid" -> e.verb() == Verb.POST && e.path().text().endsWith("/users") ? "new@pve" : "admin@pve";
            case "upid" -> upid;
            case "storage" -> e.verb() == Verb.POST && e.path().text().equals("/storage") ? "other" : "local";
            case "type" -> type(e.path().text());
            case "id" -> e.path().text().startsWith("/coppice/changes/") ? new UUID(0, 0).toString() : "x1";
            case "ds" -> "cpu";
            case "schedule" -> "daily";
            case "volume" -> "local:iso/none.iso";
            case "filename" -> e.path().text().endsWith("/upload") ? "x.iso" : "vm-150-disk-7.raw";
            case "content" -> "iso";
            case "roleid" -> "Administrator";
            case "roles" -> "Administrator";
            case "tokenid" -> "t1";
            case "path" -> "/vms";
            case "username" -> "admin@pve";
            case "password" -> "wrong-Password";
            case "size" -> "1M";
            case "command" -> "ls";
            case "fingerprint" -> "AA" + ":AA".repeat(31);
            case "url" -> "http://127.0.0.1:9/x.iso";
            default -> generic(p.schema());
        };
    }

    private static String type(String path) {
        if (path.contains("/network")) {
            return "bridge";
        }
        return path.startsWith("/cluster/metrics") ? "graphite" : "dir";
    }

    private static String generic(Schema s) {
        if (!s.values().isEmpty()) {
            return s.values().getFirst();
        }
        return switch (s.kind()) {
            case INTEGER, NUMBER -> s.min().map(n -> n.toPlainString()).orElse("1");
            case BOOLEAN -> "1";
            default -> "x".repeat(Math.max(1, s.minLength().orElse(1)));
        };
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
