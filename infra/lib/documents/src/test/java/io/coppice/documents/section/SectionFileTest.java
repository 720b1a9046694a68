package io.coppice.documents.section;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.coppice.contract.word.Malformed;
import io.coppice.documents.section.SectionFile.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SectionFileTest {
    private static final String STORAGES = "dir: local\n\tpath /var/lib/vz\n\tcontent iso,backup\n\n"
            + "nfs: shared\n\tserver 10.0.0.1\n\toptions vers=4.2 , soft\n";

    @Test
    void a_file_is_its_sections_with_an_empty_line_between_them() {
        var parsed = SectionFile.parse("storage.cfg", "# mine\n" + STORAGES);
        assertEquals(List.of(), parsed.warnings());
        assertEquals(2, parsed.sections().size());
        assertEquals(Optional.of("vers=4.2 , soft"), parsed.sections().get(1).property("options"));
        assertEquals(STORAGES, SectionFile.print(parsed.sections()));
    }

    @Test
    void lines_that_are_not_understood_are_passed_over_with_a_word() {
        var parsed = SectionFile.parse("storage.cfg", "nonsense\ndir: a\n\tpath /a\n\tpath /b\nmore\n\tdisable\n");
        assertEquals(
                List.of(
                        "file storage.cfg line 1 - ignore config line: nonsense",
                        "file storage.cfg line 4 (section 'a') - unable to parse value of 'path': duplicate attribute",
                        "file storage.cfg line 5 (section 'a') - ignore config line: more"),
                parsed.warnings());
        assertEquals(
                Map.of("path", "/a", "disable", "1"),
                parsed.sections().getFirst().properties());
    }

    @Test
    void a_property_that_would_begin_a_new_line_is_refused() {
        assertThrows(Malformed.class, () -> new Section("dir", "a", Map.of("path", "/a\nnfs: b")));
        assertThrows(Malformed.class, () -> new Section("dir", "a b", Map.of()));
        assertThrows(Malformed.class, () -> SectionFile.section(STORAGES));
    }

    @Test
    void what_is_written_is_read_as_the_same_value() {
        Random random = new Random(11);
        for (int i = 0; i < 500; i++) {
            List<Section> sections = new ArrayList<>();
            for (int n = random.nextInt(5); n > 0; n--) {
                Map<String, String> properties = new LinkedHashMap<>();
                for (int k = random.nextInt(6); k > 0; k--) {
                    properties.put("key-" + random.nextInt(20), "v " + random.nextInt() + "=:#x");
                }
                sections.add(new Section("dir", "id" + n, properties));
            }
            var parsed = SectionFile.parse("f", SectionFile.print(sections));
            assertEquals(sections, parsed.sections());
            assertEquals(List.of(), parsed.warnings());
        }
    }

    @Test
    void a_file_of_keys_keeps_its_description_as_comments() {
        String text = "#be careful%3A\n#\n#really\nkeyboard: de\nmigration: insecure\n";
        var parsed = KeyFile.parse(text);
        assertEquals(Optional.of("be careful:\n\nreally"), parsed.file().description());
        assertEquals("insecure", parsed.file().values().get("migration"));
        assertEquals(text, parsed.file().text());
        assertEquals(
                List.of("duplicate key 'a'", "ignore config line: what"),
                KeyFile.parse("a: 1\na: 2\nwhat\n").warnings());
    }
}
