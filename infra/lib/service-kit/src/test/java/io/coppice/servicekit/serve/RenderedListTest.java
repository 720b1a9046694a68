package io.coppice.servicekit.serve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RenderedListTest {
    private static List<Map<String, Object>> objects(int count) {
        return IntStream.range(0, count)
                .<Map<String, Object>>mapToObj(i -> Map.of("id", "x".repeat(i % 7) + "é"))
                .toList();
    }

    @Test
    void it_goes_out_as_the_same_objects_would_whole_and_in_parts_of_any_size() {
        for (int count : List.of(0, 1, 2, 50)) {
            byte[] expected = WireJson.bytes(objects(count));
            RenderedList list = RenderedList.of(objects(count));
            assertArrayEquals(expected, WireJson.bytes(list));
            assertEquals(expected.length, list.length());
            for (int size = 1; count > 0 && size < 600; size += 13) {
                ByteArrayOutputStream all = new ByteArrayOutputStream();
                for (int at = 0; at < list.size(); ) {
                    RenderedList.Part part = list.part(at, size);
                    all.writeBytes(part.bytes());
                    at = part.next();
                }
                assertArrayEquals(expected, all.toByteArray());
            }
        }
    }

    @Test
    void it_reads_as_the_list_it_was_made_of() {
        assertEquals(objects(9), RenderedList.of(objects(9)));
    }
}
