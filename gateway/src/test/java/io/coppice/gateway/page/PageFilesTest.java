package io.coppice.gateway.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class PageFilesTest {
    private final PageFiles files = new PageFiles("/a-page/");

    @Test
    void the_page_itself_is_asked_for_again_and_what_has_a_hash_is_not() {
        assertFalse(files.find(List.of()).orElseThrow().isLasting());
        assertFalse(files.find(List.of("")).orElseThrow().isLasting());
        assertTrue(files.find(List.of("assets", "index-1a.js")).orElseThrow().isLasting());
    }

    @Test
    void what_is_compressed_is_the_same() throws IOException {
        PageFile file = files.find(List.of("assets", "index-1a.js")).orElseThrow();
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(file.gzip()))) {
            assertEquals(new String(file.bytes()), new String(in.readAllBytes()));
        }
        assertTrue(file.gzip().length < file.bytes().length);
    }

    @Test
    void nothing_else_of_the_class_path_is_shown() {
        for (List<String> path : List.of(
                List.of(".stamp"),
                List.of("..", "index.html"),
                List.of("assets", ".."),
                List.of("assets", "..", "index.html"),
                List.of("other", "index-1a.js"),
                List.of("assets"),
                List.of("assets", "..%2findex.html"),
                List.of("io", "coppice", "gateway", "page", "PageFiles.class"))) {
            assertTrue(files.find(path).isEmpty(), path.toString());
        }
    }
}
