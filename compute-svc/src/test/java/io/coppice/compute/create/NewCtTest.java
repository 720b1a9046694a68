package io.coppice.compute.create;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NewCtTest {
    private static final Vmid GUEST = new Vmid(100);

    @Test
    void a_container_without_a_word_is_unprivileged_with_four_gibibytes_on_the_storage_that_is_named() {
        NewCt made = NewCt.of(GUEST, Map.of("hostname", "web"), "fast", Set.of());
        assertEquals("fast:100/vm-100-disk-0.raw,size=4G", made.options().get("rootfs"));
        assertEquals("1", made.options().get("unprivileged"));
        assertEquals(List.of(new NewDisk("rootfs", "fast", 4 << 20, "raw", "vm-100-disk-0.raw")), made.disks());
    }

    @Test
    void keys_of_a_volume_stay_and_names_that_are_taken_are_passed_over() {
        NewCt made = NewCt.of(
                GUEST,
                Map.of("rootfs", "local:8,acl=1", "mp0", "local:2,mp=/srv,ro=1"),
                "local",
                Set.of("100/vm-100-disk-0.raw"));
        assertTrue(made.options().get("rootfs").contains("acl=1"), made.options()::toString);
        assertTrue(made.options().get("mp0").contains("mp=/srv"), made.options()::toString);
        assertTrue(made.disks().stream().noneMatch(d -> d.name().equals("vm-100-disk-0.raw")), made.disks()::toString);
    }

    @Test
    void a_card_gets_an_address_and_its_kind() {
        String line = NewCt.changed(GUEST, Map.of("net0", "name=eth0,bridge=vmbr0"), Set.of())
                .options()
                .get("net0");
        assertTrue(line.matches("name=eth0,bridge=vmbr0,hwaddr=02(:[0-9A-F]{2}){5},type=veth"), line);
    }

    @Test
    void a_volume_without_a_size_is_refused_by_its_name() {
        assertThrows(Refused.class, () -> NewCt.changed(GUEST, Map.of("mp0", "local:0,mp=/srv"), Set.of()));
    }
}
