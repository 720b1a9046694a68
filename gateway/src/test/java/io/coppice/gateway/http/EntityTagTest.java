package io.coppice.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class EntityTagTest {
    private static final String TAG = EntityTag.of(new byte[] {1});

    @Test
    void equal_bytes_have_equal_tags_and_others_have_not() {
        assertEquals(TAG, EntityTag.of(new byte[] {1}));
        assertNotEquals(TAG, EntityTag.of(new byte[] {2}));
    }

    @Test
    void a_tag_is_found_among_others_and_when_it_is_weak() {
        assertTrue(EntityTag.matches("\"other\", " + TAG, TAG));
        assertTrue(EntityTag.matches("W/" + TAG, TAG));
        assertTrue(EntityTag.matches("*", TAG));
    }

    @Test
    void another_tag_and_none_do_not_match() {
        assertFalse(EntityTag.matches("\"other\"", TAG));
        assertFalse(EntityTag.matches(null, TAG));
    }
}
