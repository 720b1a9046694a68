package io.coppice.standalone.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.word.Vmid;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LoadTest {
    private static Load at(long seconds) {
        return new Load(1, () -> Instant.ofEpochSecond(1_700_000_000 + seconds));
    }

    @Test
    void counters_never_go_back_while_shares_wander_within_their_bounds() {
        Vmid guest = new Vmid(100);
        long last = 0;
        for (long t = 0; t < 20_000; t += 7) {
            long read = at(t).disk(guest, 1_700_000_000_000L).get("rd_bytes");
            assertTrue(read >= last, "at " + t);
            last = read;
            double cpu = at(t).cpu(100);
            assertTrue(cpu > 0 && cpu < 1, "at " + t + ": " + cpu);
        }
        assertNotEquals(at(0).cpu(100), at(60).cpu(100));
    }

    @Test
    void the_same_moment_tells_the_same() {
        assertEquals(at(5).cpu(100), at(5).cpu(100));
        assertNotEquals(at(5).cpu(100), at(5).cpu(101));
    }
}
