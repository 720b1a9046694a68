package io.coppice.storage.upload;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.api.storage.ContentApi;
import io.coppice.contract.endpoint.Upload;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.StorageId;
import io.coppice.servicekit.host.HostCommands;
import io.coppice.storage.TestNode;
import io.coppice.storage.TestStorage;
import io.coppice.storage.Tree;
import io.coppice.storage.directory.DirectoryStorage;
import io.coppice.storage.directory.Unfinished;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads through the dispatcher, from the spool to their names. */
final class UploadTest {
    private static final byte[] DATA = "an image of a disk".repeat(1000).getBytes(StandardCharsets.US_ASCII);
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

    private static Map<String, Object> iso(String filename) {
        return new HashMap<>(Map.of("storage", "local", "content", "iso", "filename", filename));
    }

    @Test
    void a_file_gets_its_name_when_it_is_whole() throws Exception {
        assertEquals("OK", node.end(node.upload(TestNode.ROOT, DATA, iso("debian 13.iso"))));
        assertArrayEquals(DATA, Files.readAllBytes(node.root.resolve("template/iso/debian_13.iso")));
        assertEquals(
                Map.of("template/iso/debian_13.iso", new String(DATA, StandardCharsets.US_ASCII)), Tree.of(node.root));
        assertEquals(Map.of(), Tree.of(node.spool));
    }

    @ParameterizedTest
    @CsvSource({"md5,MD5", "sha1,SHA-1", "sha224,SHA-224", "sha256,SHA-256", "sha384,SHA-384", "sha512,SHA-512"})
    void a_checksum_is_checked(String word, String algorithm) throws Exception {
        Map<String, Object> in = iso("a.iso");
        in.put("checksum-algorithm", word);
        in.put(
                "checksum",
                HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(DATA)));
        assertEquals("OK", node.end(node.upload(TestNode.ROOT, DATA, in)));
        in.put("checksum", "00");
        in.put("filename", "b.iso");
        assertTrue(node.end(node.upload(TestNode.ROOT, DATA, in)).startsWith("checksum mismatch"));
        assertEquals(1, Tree.of(node.root).size(), "what was wrong is gone");
    }

    @Test
    void a_checksum_and_how_it_was_made_belong_together() {
        Map<String, Object> in = iso("a.iso");
        in.put("checksum", "00");
        assertTrue(node.uploadRefusal(DATA, in).startsWith("400 "));
        in.remove("checksum");
        in.put("checksum-algorithm", "sha256");
        assertTrue(node.uploadRefusal(DATA, in).startsWith("400 "));
        in.put("checksum", "00");
        in.put("checksum-algorithm", "crc32");
        assertTrue(node.uploadRefusal(DATA, in).contains("checksum-algorithm="));
    }

    @ParameterizedTest
    @CsvSource({
        "iso,a.txt",
        "iso,a",
        "iso,.iso",
        "iso,.hidden.iso",
        "iso,a.iso.gz",
        "iso,..",
        "vztmpl,a.iso",
        "vztmpl,a.zip",
        "import,a.iso",
        "import,a.exe",
        "backup,vzdump-qemu-100-2026_01_01-00_00_00.vma",
        "images,vm-100-disk-0.raw",
        "snippets,a.yml",
        "nonsense,a.iso"
    })
    void what_a_content_does_not_take_is_refused_and_leaves_nothing(String content, String filename) {
        Map<String, Object> in = new HashMap<>(Map.of("storage", "local", "content", content, "filename", filename));
        assertTrue(node.uploadRefusal(DATA, in).startsWith("400 "), content + " " + filename);
        assertEquals(Map.of(), Tree.of(node.root));
        assertEquals(Map.of(), Tree.of(node.spool));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../etc/x.iso",
                "/etc/x.iso",
                "a\\b\\x.iso",
                "..\\x.iso",
                "a/../x.iso",
                "\u2024\u2024/x.iso"
            })
    void of_a_path_the_last_part_counts(String filename) throws Exception {
        assertEquals("OK", node.end(node.upload(TestNode.ROOT, DATA, iso(filename))));
        assertEquals(1, Tree.of(node.root).size());
        assertTrue(Files.exists(node.root.resolve("template/iso/x.iso")));
        assertEquals(1, Tree.of(base.resolve("storage")).size());
    }

    @Test
    void a_storage_that_does_not_hold_it_does_not_take_it() {
        TestStorage.define(
                node.store, "dir", "disks", Map.of("path", base.resolve("d").toString(), "content", "images"));
        Map<String, Object> in = iso("a.iso");
        in.put("storage", "disks");
        assertTrue(node.uploadRefusal(DATA, in).contains("content="));
    }

    @Test
    void only_the_gateways_own_files_are_taken() throws Exception {
        Path secret = Files.writeString(base.resolve("secret"), "secret");
        Path link = Files.createSymbolicLink(node.spool.resolve("upload-link"), secret);
        Path hard = Files.createLink(node.spool.resolve("upload-hard"), secret);
        Incoming incoming = new Incoming(
                new DirectoryStorage(new NodeName("pve1"), new HostCommands()),
                new Unfinished(new NodeName("pve1")),
                node.spool);
        for (Path named : java.util.List.of(
                secret, link, hard, node.spool, node.spool.resolve("../secret"), node.spool.resolve("none"))) {
            ContentApi.UploadFile in = new ContentApi.UploadFile(
                    node.here,
                    new StorageId("local"),
                    "iso",
                    "a.iso",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    new Upload("a.iso", named));
            assertThrows(Refused.class, () -> incoming.take(TestStorage.dir("local", node.root), in), named.toString());
        }
        assertEquals("secret", Files.readString(secret));
        assertEquals(Map.of(), Tree.of(node.root));
    }

    @Test
    void a_content_folder_that_leads_out_takes_nothing() throws Exception {
        Files.delete(node.root.resolve("template/iso"));
        Path elsewhere = Files.createDirectories(base.resolve("elsewhere"));
        Files.createSymbolicLink(node.root.resolve("template/iso"), elsewhere);
        assertTrue(node.uploadRefusal(DATA, iso("a.iso")).contains("leads out of the storage"));
        assertEquals(Map.of(), Tree.of(elsewhere));
    }

    @Test
    void a_link_where_the_file_shall_be_is_replaced_and_not_followed() throws Exception {
        Path victim = Files.writeString(base.resolve("victim"), "theirs");
        Files.createSymbolicLink(node.root.resolve("template/iso/a.iso"), victim);
        assertEquals("OK", node.end(node.upload(TestNode.ROOT, DATA, iso("a.iso"))));
        assertEquals("theirs", Files.readString(victim));
        assertFalse(Files.isSymbolicLink(node.root.resolve("template/iso/a.iso")));
    }
}
