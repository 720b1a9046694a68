package io.coppice.documents.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BackupSettingsTest {
    private static final Map<String, String> NODES =
            Map.of("100", "a", "101", "a", "1000", "a", "200", "b", "201", "b");

    private static GuestSelection named(Optional<String> node, String... vmids) {
        return new GuestSelection(false, List.of(vmids), Set.of(), Optional.empty(), node);
    }

    @Test
    void guests_are_chosen_by_number_by_pool_or_all_and_grouped_by_node() {
        assertEquals(
                Map.of("a", List.of("100"), "b", List.of("200")),
                named(Optional.empty(), "200", "100", "100").of(NODES, List.of()));
        assertEquals(
                Map.of("a", List.of("100", "1000")),
                new GuestSelection(true, List.of(), Set.of("101"), Optional.empty(), Optional.of("a"))
                        .of(NODES, List.of()));
        assertEquals(
                Map.of("b", List.of("201")),
                new GuestSelection(false, List.of(), Set.of("200"), Optional.of("web"), Optional.empty())
                        .of(NODES, List.of("200", "201")));
    }

    @Test
    void a_guest_that_is_nowhere_is_told_whatever_the_node() {
        assertEquals(
                Map.of("", List.of("999"), "a", List.of("100")),
                named(Optional.of("a"), "999", "100", "200").of(NODES, List.of()));
    }

    @Test
    void the_call_goes_before_the_storage_and_the_storage_before_the_node() {
        Map<String, String> node = Map.of("prune-backups", "keep-last=1", "mode", "stop");
        Optional<String> storage = Optional.of("keep-last=2");
        BackupSettings all = BackupSettings.of(Map.of("prune-backups", "keep-last=3"), storage, node, Map.of());
        assertEquals(Map.of("keep-last", 3), all.kept());
        assertEquals(
                Map.of("keep-last", 2),
                BackupSettings.of(Map.of(), storage, node, Map.of()).kept());
        assertEquals(
                Map.of("keep-last", 1),
                BackupSettings.of(Map.of(), Optional.empty(), node, Map.of()).kept());
        assertEquals(Optional.of("stop"), all.value("mode"));
    }

    @Test
    void nothing_is_removed_where_all_is_kept_or_removing_is_off() {
        assertEquals(
                false,
                BackupSettings.of(Map.of("remove", "1"), Optional.empty(), Map.of(), Map.of())
                        .remove());
        assertEquals(
                false,
                BackupSettings.of(Map.of("remove", "0"), Optional.of("keep-last=2"), Map.of(), Map.of())
                        .remove());
        assertEquals(
                true,
                BackupSettings.of(Map.of(), Optional.of("keep-last=2"), Map.of(), Map.of())
                        .remove());
    }

    @Test
    void templates_are_filled_and_odd_ones_told() {
        Map<String, String> values = Map.of("vmid", "100", "guestname", "web$1");
        assertEquals("100: web$1\n\\", NotesTemplate.fill("{{vmid}}: {{guestname}}\\n\\\\", values));
        assertEquals(
                Optional.of("unknown variable 'x'; there are guestname, vmid"),
                NotesTemplate.complaint("{{x}}", values));
        assertThrows(IllegalArgumentException.class, () -> NotesTemplate.fill("\\t", values));
    }
}
