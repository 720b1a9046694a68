package io.coppice.archive.relay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RelayTest {
    private final ByteArrayOutputStream wire = new ByteArrayOutputStream();
    private final ByteArrayOutputStream got = new ByteArrayOutputStream();
    private final List<String> lines = new ArrayList<>();
    private final byte[] bytes = new byte[3_000_000];

    RelayTest() {
        new Random(5).nextBytes(bytes);
    }

    private void read(int length) throws IOException, InterruptedException {
        new RelayReader(new ByteArrayInputStream(wire.toByteArray(), 0, length)).read(new RelayReader.Sink() {
            @Override
            public void line(String text) {
                lines.add(text);
            }

            @Override
            public void data(byte[] some, int count) {
                got.write(some, 0, count);
            }
        });
    }

    @Test
    void bytes_and_words_come_as_they_were_sent() throws Exception {
        RelayWriter writer = new RelayWriter(wire);
        writer.line("it begins");
        writer.data().write(bytes);
        writer.line("it ends");
        writer.end();
        read(wire.size());
        assertArrayEquals(bytes, got.toByteArray());
        assertEquals(List.of("it begins", "it ends"), lines);
    }

    @Test
    void a_connection_that_breaks_anywhere_is_a_failure() throws Exception {
        RelayWriter writer = new RelayWriter(wire);
        writer.data().write(bytes, 0, 1000);
        writer.end();
        for (int length = 0; length < wire.size(); length++) {
            int cut = length;
            assertThrows(IOException.class, () -> read(cut));
        }
        read(wire.size());
    }

    @Test
    void what_could_not_be_sent_is_told_in_the_writers_words() throws Exception {
        RelayWriter writer = new RelayWriter(wire);
        writer.data().write(bytes, 0, 1000);
        writer.fail("tar failed");
        IOException e = assertThrows(IOException.class, () -> read(wire.size()));
        assertEquals("tar failed", e.getMessage());
    }
}
