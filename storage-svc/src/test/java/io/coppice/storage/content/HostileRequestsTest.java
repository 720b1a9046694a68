package io.coppice.storage.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.storage.TestNode;
import io.coppice.storage.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Names that lead elsewhere, sent to every endpoint that takes one as root@pam, who may everything: nothing is touched. */
final class HostileRequestsTest {
    private static final String VOLUME = "/nodes/{node}/storage/{storage}/content/{volume}";
    private static final String INTERNAL = "/coppice/internal/storage";
    private TestNode node;

    @TempDir
    private Path base;

    @BeforeEach
    void open() throws IOException {
        node = new TestNode(base);
        Files.writeString(base.resolve("secret.iso"), "secret");
        Files.writeString(base.resolve("vm-100-disk-0.raw"), "secret");
        Files.writeString(node.root.resolve("template/iso/good.iso"), "good");
        Files.createDirectories(node.root.resolve("images/100"));
        Files.createSymbolicLink(node.root.resolve("images/100/vm-100-disk-0.raw"), base.resolve("vm-100-disk-0.raw"));
        Files.createSymbolicLink(node.root.resolve("images/200"), base);
        Files.createSymbolicLink(node.root.resolve("template/iso/link.iso"), base.resolve("secret.iso"));
        Files.createSymbolicLink(node.root.resolve("template/iso/folder.iso"), base);
        Files.delete(node.root.resolve("snippets"));
        Files.createSymbolicLink(node.root.resolve("snippets"), base);
        Files.createDirectory(node.root.resolve("template/iso/directory.iso"));
    }

    @AfterEach
    void close() {
        node.close();
    }

    static Stream<String> names() {
        return Stream.of(
                "../secret.iso",
                "../../secret.iso",
                "iso/../../../secret.iso",
                "iso/..%2f..%2f..%2fsecret.iso",
                "iso/%2e%2e/secret.iso",
                "%2e%2e%2fsecret.iso",
                "/etc/passwd",
                "/etc/passwd.iso",
                "iso//etc/passwd.iso",
                "local:/etc/passwd",
                "local:../secret.iso",
                "local:local:iso/good.iso",
                "other:iso/good.iso",
                ":iso/good.iso",
                "iso/link.iso",
                "iso/folder.iso/secret.iso",
                "iso/folder.iso",
                "iso/directory.iso",
                "100/vm-100-disk-0.raw",
                "200/vm-100-disk-0.raw",
                "200/vm-200-disk-0.raw",
                "snippets/secret.iso",
                "iso/good.txt",
                "iso/good.iso/",
                "iso/good.iso\0",
                "iso/good.iso\n",
                "iso/good\0.iso",
                "iso/\u001b[2Jgood.iso",
                "iso/good.iso\u202e",
                "iso/g\u043e\u043ed.iso",
                "iso\u2215good.iso",
                "iso\uff0fgood.iso",
                "iso/\uff0e\uff0e/secret.iso",
                "\uff0e\uff0e/secret.iso",
                "iso\\good.iso",
                "iso/..\\..\\secret.iso",
                "iso/" + "a".repeat(252) + ".iso",
                "iso/" + "a".repeat(5000) + ".iso",
                "iso/" + "\u20ac".repeat(200) + ".iso",
                "a".repeat(200_000),
                "ISO/good.iso",
                "iso/good.iso ",
                " iso/good.iso",
                "backup/../template/iso/good.iso",
                "rootdir/100",
                "import/x.ova/../../good.iso",
                "999999999999/vm-999999999999-disk-0.raw",
                "-rf",
                "");
    }

    @ParameterizedTest
    @MethodSource("names")
    void a_name_that_leads_elsewhere_is_refused_and_touches_nothing(String name) throws Exception {
        Map<String, String> before = Tree.of(base);
        Map<String, Object> one = new HashMap<>(Map.of("storage", "local", "volume", name));
        isRefused("GET " + VOLUME, one);
        isRefused("DELETE " + VOLUME, one);
        one.put("notes", "x");
        one.put("protected", 1);
        isRefused("PUT " + VOLUME, one);
        Map<String, Object> internal = Map.of("volume", name.contains(":") ? name : "local:" + name);
        isRefused("GET " + INTERNAL + "/open", internal);
        assertEquals(before, trees(), name);
    }

    /** Tasks leave their logs beside. */
    private Map<String, String> trees() {
        Map<String, String> all = Tree.of(base);
        all.keySet().removeIf(file -> file.startsWith("tasks/"));
        return all;
    }

    private void isRefused(String endpoint, Map<String, Object> parameters) {
        try {
            Object answer = node.call(TestNode.ROOT, endpoint, parameters);
            throw new AssertionError(endpoint + " answered " + answer);
        } catch (Refused r) {
            assertTrue(
                    !(r.failure() instanceof Failure.Internal),
                    () -> endpoint + " fell: " + r.failure().text());
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void no_image_is_made_under_such_a_name(String name) {
        Map<String, String> before = Tree.of(base);
        Map<String, Object> in = new HashMap<>(
                Map.of("storage", "local", "vmid", 100, "filename", "vm-100-" + name + ".raw", "size", "4"));
        if (!name.equals("-rf")) { // with that an odd name, but a name
            isRefused("POST /nodes/{node}/storage/{storage}/content", in);
        }
        in.put("filename", name);
        isRefused("POST /nodes/{node}/storage/{storage}/content", in);
        in.put("vmid", 200);
        in.put("filename", "vm-200-disk-0.raw");
        isRefused("POST /nodes/{node}/storage/{storage}/content", in);
        assertEquals(before, trees(), name);
    }

    @Test
    void freeing_and_keeping_never_reach_outside() throws Exception {
        for (String name : names().toList()) {
            Map<String, Object> volume = Map.of("volume", "local:" + name);
            for (String endpoint : List.of("POST " + INTERNAL + "/free", "POST " + INTERNAL + "/keep")) {
                try {
                    Object nothing = node.call(TestNode.ROOT, endpoint, volume);
                    assertEquals(null, nothing);
                } catch (Refused r) {
                    assertTrue(
                            !(r.failure() instanceof Failure.Internal),
                            () -> name + ": " + r.failure().text());
                }
            }
        }
        assertEquals("secret", Files.readString(base.resolve("secret.iso")));
        assertEquals("secret", Files.readString(base.resolve("vm-100-disk-0.raw")));
        assertEquals("good", Files.readString(node.root.resolve("template/iso/good.iso")));
    }

    @Test
    void a_listing_shows_nothing_that_a_link_leads_to() {
        List<String> shown =
                node
                        .list(TestNode.ROOT, "GET /nodes/{node}/storage/{storage}/content", Map.of("storage", "local"))
                        .stream()
                        .map(v -> v.get("volid").toString())
                        .toList();
        assertEquals(List.of("local:iso/good.iso"), shown);
        assertEquals(
                List.of(),
                ((io.coppice.contract.api.storage.VolumesInternalApi.Volumes) java.util.Objects.requireNonNull(
                                node.call(TestNode.ROOT, "GET " + INTERNAL + "/volumes", Map.of("vmid", 200))))
                        .volumes());
    }
}
