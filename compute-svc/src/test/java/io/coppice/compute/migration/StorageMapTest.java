package io.coppice.compute.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.StorageId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StorageMapTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fast|fast",
                "1|local",
                "local:fast|fast",
                "other:fast|local",
                "other:slow,fast|fast",
                "aa:bb local:cc|cc"
            })
    void local_goes_to(String text, String expected) {
        assertEquals(
                expected,
                StorageMap.parse("targetstorage", text)
                        .of(new StorageId("local"))
                        .text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast,slow", "local:aa,local:bb", "1,local:aa", "local:", ":fast", "1,1"})
    void what_says_two_things_is_refused(String text) {
        assertThrows(Refused.class, () -> StorageMap.parse("targetstorage", text));
    }

    @Test
    void without_a_word_each_is_its_own() {
        assertEquals("local", StorageMap.same().of(new StorageId("local")).text());
    }
}
