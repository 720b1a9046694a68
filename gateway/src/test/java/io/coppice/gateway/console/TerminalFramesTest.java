package io.coppice.gateway.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TerminalFramesTest {
    private static final String FIRST = "admin@pve:PVEVNC:abc\n";

    private static String read(TerminalFrames frames, String part) throws TerminalFrames.Garbled {
        return new String(frames.read(part.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    private static TerminalFrames frames() {
        return new TerminalFrames("admin@pve:PVEVNC:abc");
    }

    @Test
    void keys_come_out_and_sizes_and_signs_of_life_do_not() throws Exception {
        TerminalFrames frames = frames();
        assertEquals("ls\nü", read(frames, FIRST + "1:80:24:0:3:ls\n20:2:ü2"));
        assertTrue(frames.isWelcome());
    }

    @Test
    void however_it_is_cut_the_same_comes_out() throws Exception {
        String all = FIRST + "0:3:a:b1:132:43:20:1:20:5:0:1:x";
        for (int cut = 1; cut < all.length(); cut++) {
            TerminalFrames frames = frames();
            assertEquals("a:b20:1:x", read(frames, all.substring(0, cut)) + read(frames, all.substring(cut)));
        }
        TerminalFrames byte_by_byte = frames();
        StringBuilder keys = new StringBuilder();
        for (char c : all.toCharArray()) {
            keys.append(read(byte_by_byte, String.valueOf(c)));
        }
        assertEquals("a:b20:1:x", keys.toString());
    }

    @Test
    void nothing_passes_before_the_right_first_line() throws Exception {
        TerminalFrames waits = frames();
        assertEquals("", read(waits, "admin@pve:PVEVNC:ab"));
        assertFalse(waits.isWelcome());
        assertThrows(TerminalFrames.Garbled.class, () -> read(frames(), "admin@pve:PVEVNC:abd\n0:1:x"));
        assertThrows(TerminalFrames.Garbled.class, () -> read(frames(), "x".repeat(2000)));
    }

    @Test
    void what_is_no_frame_ends_the_connection() {
        for (String bad : List.of("3", "0:x:y", "0:-1:y", "0:9999999:y", "1:80:x:", "0:" + "1".repeat(2000))) {
            assertThrows(TerminalFrames.Garbled.class, () -> read(frames(), FIRST + bad), bad);
        }
    }
}
