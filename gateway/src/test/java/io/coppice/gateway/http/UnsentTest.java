package io.coppice.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.junit.jupiter.api.Test;

class UnsentTest {
    private final Unsent unsent = new Unsent(100);
    private int told;

    @Test
    void it_is_full_by_bytes_and_tells_once_when_half_has_gone() {
        Promise<Void> first = Promise.promise();
        Promise<Void> second = Promise.promise();
        unsent.sending(60, first.future());
        assertFalse(unsent.isFull());
        unsent.sending(60, second.future());
        assertTrue(unsent.isFull());
        unsent.whenDrained(() -> told++);
        first.complete();
        assertEquals(0, told);
        second.complete();
        assertEquals(1, told);
        unsent.sending(10, Future.succeededFuture());
        assertEquals(1, told);
    }

    @Test
    void what_went_before_anybody_waited_is_told_at_once() {
        Promise<Void> written = Promise.promise();
        unsent.sending(100, written.future());
        assertTrue(unsent.isFull());
        written.complete();
        unsent.whenDrained(() -> told++);
        assertEquals(1, told);
    }

    @Test
    void what_will_never_go_makes_room_and_calls_nobody_to_write_more() {
        Promise<Void> broken = Promise.promise();
        unsent.sending(100, broken.future());
        unsent.whenDrained(() -> told++);
        broken.fail("the connection is gone");
        assertEquals(0, told);
        assertFalse(unsent.isFull());
    }
}
