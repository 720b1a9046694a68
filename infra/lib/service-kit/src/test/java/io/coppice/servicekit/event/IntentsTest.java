package io.coppice.servicekit.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntentsTest {
    @TempDir
    Path folder;

    /** So large that the file is begun anew when it is closed. */
    private static ObjectNode large(String id) {
        return JsonNodeFactory.instance.objectNode().put("id", id).put("text", "x".repeat(300_000));
    }

    @Test
    void a_file_in_which_nothing_is_open_does_not_grow_for_ever() throws Exception {
        Path file = folder.resolve("intents");
        try (Intents intents = new Intents(file)) {
            intents.open(large("1"));
            intents.close("1");
            assertEquals(0, Files.size(file));
        }
    }

    @Test
    void what_ends_after_the_end_of_its_process_is_asked_for_by_the_next() throws Exception {
        Path file = folder.resolve("intents");
        Intents left = new Intents(file);
        left.open(large("1"));
        left.close();
        try (Intents next = new Intents(file)) {
            assertThrows(IOException.class, () -> left.close("1"));
            assertThrows(IOException.class, () -> left.open(large("2")));
            next.open(JsonNodeFactory.instance.objectNode().put("id", "3"));
        }
        try (Intents again = new Intents(file)) {
            assertEquals(
                    List.of("1", "3"),
                    again.open().stream().map(e -> EventJson.text(e, "id")).toList());
        }
    }
}
