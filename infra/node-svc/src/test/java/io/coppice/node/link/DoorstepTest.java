package io.coppice.node.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DoorstepTest {
    private static final InetAddress A = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress B = InetAddress.ofLiteral("192.0.2.2");
    private static final InetAddress C = InetAddress.ofLiteral("2001:db8::1");
    private final Doorstep doorstep = new Doorstep(4, 3);
    private final List<String> gone = new ArrayList<>();

    private Doorstep.Place enter(InetAddress from, String who) {
        return doorstep.enter(from, () -> gone.add(who));
    }

    @Test
    void who_has_its_share_makes_room_for_itself() {
        for (String who : List.of("a1", "a2", "a3", "a4", "a5")) {
            enter(A, who);
        }
        assertEquals(List.of("a1", "a2"), gone);
        assertEquals(3, doorstep.size());
    }

    @Test
    void where_all_is_full_who_has_most_makes_room_and_not_who_has_one() {
        enter(B, "b1");
        enter(A, "a1");
        enter(A, "a2");
        enter(A, "a3");
        enter(C, "c1");
        enter(C, "c2");
        assertEquals(List.of("a1", "a2"), gone);
        assertEquals(4, doorstep.size());
    }

    @Test
    void whoever_has_left_makes_room_once_and_is_closed_by_nobody() {
        Doorstep.Place first = enter(A, "a1");
        enter(A, "a2");
        enter(A, "a3");
        first.leave();
        first.leave();
        assertEquals(2, doorstep.size());
        enter(A, "a4");
        assertEquals(List.of(), gone);
        enter(A, "a5");
        assertEquals(List.of("a2"), gone);
    }

    @Test
    void one_that_went_leaves_without_being_counted_twice() {
        List<Doorstep.Place> all = new ArrayList<>();
        for (String who : List.of("a1", "a2", "a3", "a4")) {
            all.add(enter(A, who));
        }
        all.forEach(Doorstep.Place::leave);
        assertEquals(0, doorstep.size());
        assertEquals(List.of("a1"), gone);
    }
}
