package io.coppice.contract.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EventsTest {
    @Test
    void every_type_has_a_name_of_its_own_and_says_what_it_means() {
        Set<String> names = Events.all().stream().map(EventType::type).collect(Collectors.toSet());
        assertEquals(Events.all().size(), names.size());
        for (EventType<?> type : Events.all()) {
            assertTrue(type.type().matches("io\\.coppice(\\.[a-z-]+){2}\\.v\\d+"), type.type());
            assertFalse(type.says().isEmpty(), type.type());
            assertTrue(type.guard().startsWith("/") || type.guard().startsWith("{"), type.type());
        }
    }

    @Test
    void subject_and_guard_are_filled_from_the_payload() {
        GuestEvents.Guest guest = new GuestEvents.Guest(new Vmid(100), new NodeName("pve1"), "qemu");
        assertEquals("guest/100", GuestEvents.STARTED.subjectOf(guest));
        assertEquals("/vms/100", GuestEvents.STARTED.guardOf(guest));
        assertEquals("io.coppice.guest.started.v1", GuestEvents.STARTED.type());
        assertEquals("coppice.guest", GuestEvents.STARTED.topic().label());
    }

    @Test
    void a_template_that_names_what_the_payload_lacks_is_an_error() {
        assertThrows(
                IllegalArgumentException.class,
                () -> EventType.of(Topic.GUEST, "guest.x", NodeEvents.Node.class)
                        .on("guest/{vmid}"));
    }
}
