package io.coppice.documents.size;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.coppice.contract.word.Malformed;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SizesTest {
    @Test
    void what_is_left_over_is_rounded_as_asked() {
        assertEquals(BigInteger.TWO, Sizes.convert("1025", "kb", "MB", RoundingMode.CEILING));
        assertEquals(BigInteger.ONE, Sizes.convert("1025", "kb", "mb", RoundingMode.FLOOR));
        assertThrows(Malformed.class, () -> Sizes.convert("1e3", "b", "b", RoundingMode.FLOOR));
    }

    @Test
    void a_smaller_unit_and_back_loses_nothing() {
        Random random = new Random(3);
        for (int i = 0; i < 500; i++) {
            String count = Integer.toString(random.nextInt(Integer.MAX_VALUE));
            String bytes = Sizes.convert(count, "tb", "b", RoundingMode.FLOOR).toString();
            assertEquals(
                    count, Sizes.convert(bytes, "b", "tb", RoundingMode.CEILING).toString());
        }
    }
}
