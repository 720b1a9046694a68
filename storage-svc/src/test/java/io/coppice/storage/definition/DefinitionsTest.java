package io.coppice.storage.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.access.Identity;
import io.coppice.contract.word.StorageId;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Credential;
import io.coppice.storage.TestNode;
import io.coppice.store.memory.Awakened;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /storage} through the dispatcher. */
final class DefinitionsTest {
    private static final String CREATE = "POST /storage";
    private static final String READ = "GET /storage/{storage}";
    private static final String UPDATE = "PUT /storage/{storage}";
    private static final Caller SELF =
            new Caller(new Identity.Internal("storage@pve1"), (path, privilege) -> true, new Credential.None(), "");
    private TestNode node;

    @TempDir
    private Path base;

    @BeforeEach
    void open() throws IOException {
        node = new TestNode(base);
    }

    @AfterEach
    void close() {
        node.close();
    }

    private Map<String, Object> make(String... options) {
        Map<String, Object> all = new java.util.HashMap<>(Map.of(
                "storage", "nas", "type", "dir", "path", base.resolve("nas").toString()));
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        return node.map(TestNode.ROOT, CREATE, all);
    }

    private Map<String, Object> read() {
        return node.map(TestNode.ROOT, READ, Map.of("storage", "nas"));
    }

    @Test
    void the_first_start_defines_local_for_all_content_and_no_later_one_does() throws IOException {
        assertEquals(1, node.list(TestNode.ROOT, "GET /storage", Map.of()).size());
        assertEquals(
                "images,rootdir,vztmpl,iso,backup,snippets,import",
                node.map(TestNode.ROOT, READ, Map.of("storage", "local")).get("content"));
        make();
        node.call(TestNode.ROOT, "DELETE /storage/{storage}", Map.of("storage", "local"));
        node.service.start(node.root);
        assertEquals(1, node.list(TestNode.ROOT, "GET /storage", Map.of()).size());
    }

    @Test
    void what_was_said_is_said_again_with_a_digest() {
        assertEquals(
                "dir",
                make(
                                "content",
                                "images,iso",
                                "prune-backups",
                                "keep-last=3,keep-weekly=2",
                                "nodes",
                                "pve1,pve2",
                                "shared",
                                "1")
                        .get("type"));
        Map<String, Object> read = read();
        assertEquals("images,iso", read.get("content"));
        assertEquals("keep-last=3,keep-weekly=2", read.get("prune-backups"));
        assertEquals("pve1,pve2", read.get("nodes"));
        assertEquals(1, read.get("shared"));
        assertTrue(String.valueOf(read.get("digest")).matches("[0-9a-f]{40}"));
    }

    @Test
    void a_change_needs_the_digest_that_it_was_made_from() {
        make();
        String digest = String.valueOf(read().get("digest"));
        node.call(TestNode.ROOT, UPDATE, Map.of("storage", "nas", "content", "iso", "digest", digest));
        assertEquals("iso", read().get("content"));
        assertEquals(
                "500 detected modified configuration - file changed by other user? Try again.",
                node.refusal(TestNode.ROOT, UPDATE, Map.of("storage", "nas", "content", "images", "digest", digest)));
        assertEquals("iso", read().get("content"));
    }

    /** As a member of a cluster shows it, right after a change through another one. */
    @Test
    void what_this_node_has_not_heard_of_yet_is_heard_of_before_a_change_is_refused() {
        make();
        Definitions behind = new Definitions(new Awakened(node.store));
        node.call(TestNode.ROOT, UPDATE, Map.of("storage", "nas", "content", "iso"));
        behind.delete(SELF, new StorageId("nas"));
        assertEquals("500 storage 'nas' does not exist", node.refusal(TestNode.ROOT, READ, Map.of("storage", "nas")));
    }

    @Test
    void options_are_taken_away_unless_they_are_needed() {
        make("content", "iso", "shared", "1");
        node.call(TestNode.ROOT, UPDATE, Map.of("storage", "nas", "delete", "shared"));
        assertFalse(read().containsKey("shared"));
        assertTrue(node.refusal(TestNode.ROOT, UPDATE, Map.of("storage", "nas", "delete", "path"))
                .startsWith("400 "));
        assertTrue(node.refusal(TestNode.ROOT, UPDATE, Map.of("storage", "nas", "delete", "nonsense"))
                .startsWith("400 "));
        assertTrue(
                node.refusal(TestNode.ROOT, UPDATE, Map.of("storage", "nas", "delete", "content", "content", "images"))
                        .contains("same time"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "path|relative/path|path",
                "path|/|path",
                "path|/srv/../etc|path",
                "path|/srv//x|path",
                "content|images,nonsense|content",
                "content|none,iso|content",
                "nodes|pve1,not_a_node|nodes",
                "disable|perhaps|disable",
                "preallocation|sometimes|preallocation",
                "prune-backups|keep-often=3|prune-backups",
                "prune-backups|keep-all=1,keep-last=2|prune-backups",
                "maxfiles|3|maxfiles",
                "server|192.0.2.1|server",
                "vgname|pve|vgname",
                "format|qed|format",
                "format|subvol|format",
                "content-dirs|iso=../../etc|content-dirs",
                "content-dirs|iso=/etc|content-dirs",
                "content-dirs|iso=a,backup=a|content-dirs",
                "is_mountpoint|relative|is_mountpoint",
                "bwlimit|sideways=3|bwlimit",
                "max-protected-backups|-2|max-protected-backups",
                "storage|a|storage",
                "storage|a/b|storage",
                "storage|../x|storage",
                "type|floppy|type"
            })
    void what_makes_no_sense_is_refused_by_its_name(String option, String value, String named) {
        Map<String, Object> all = new java.util.HashMap<>(Map.of(
                "storage", "nas", "type", "dir", "path", base.resolve("nas").toString()));
        all.put(option, value);
        String refusal = node.refusal(TestNode.ROOT, CREATE, all);
        assertTrue(refusal.startsWith("400 ") && refusal.contains(named + "="), refusal);
        assertEquals(1, node.list(TestNode.ROOT, "GET /storage", Map.of()).size(), "nothing was made");
    }

    @Test
    void what_is_missing_is_named() {
        assertTrue(node.refusal(TestNode.ROOT, CREATE, Map.of("storage", "nas", "type", "dir"))
                .contains("path=property is missing and it is not optional"));
        assertTrue(node.refusal(TestNode.ROOT, CREATE, Map.of("type", "dir", "path", "/srv/x"))
                .contains("storage=property is missing"));
    }

    @Test
    void two_never_get_one_name_and_what_is_not_there_is_said() {
        make();
        assertEquals(
                "500 create storage failed: storage ID 'nas' already defined",
                node.refusal(TestNode.ROOT, CREATE, Map.of("storage", "nas", "type", "dir", "path", "/srv/other")));
        for (String endpoint : List.of(READ, UPDATE, "DELETE /storage/{storage}")) {
            assertEquals(
                    "500 storage 'none' does not exist",
                    node.refusal(TestNode.ROOT, endpoint, Map.of("storage", "none")),
                    endpoint);
        }
    }

    @Test
    void a_kind_that_is_not_served_says_so() {
        assertTrue(node.refusal(
                        TestNode.ROOT,
                        CREATE,
                        Map.of("storage", "thin", "type", "lvmthin", "vgname", "pve", "thinpool", "data"))
                .startsWith("501 "));
    }

    @Test
    void lists_show_what_their_caller_may_see() {
        make();
        node.access("user:some@pve:1:0::::::", "acl:1:/storage/nas:some@pve:PVEAuditor:");
        assertEquals(
                List.of("nas"),
                node.list("some@pve", "GET /storage", Map.of()).stream()
                        .map(s -> s.get("storage").toString())
                        .toList());
        assertEquals(List.of(), node.list("some@pve", "GET /storage", Map.of("type", "nfs")));
        assertTrue(node.refusal("some@pve", READ, Map.of("storage", "nas")).startsWith("403 "));
        assertTrue(node.refusal("some@pve", CREATE, Map.of("storage", "b1", "type", "dir", "path", "/srv/b"))
                .startsWith("403 "));
        assertTrue(node.refusal("some@pve", UPDATE, Map.of("storage", "nas", "disable", "1"))
                .startsWith("403 "));
    }
}
