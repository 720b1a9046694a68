package io.coppice.compute.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.coppice.compute.guest.Vm;
import io.coppice.contract.word.Vmid;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class HotPlanTest {
    private static final String NIC = "virtio=02:00:00:00:00:01,bridge=vmbr0";
    private static final String DISK = "local:100/vm-100-disk-0.qcow2";

    private static Vm vm(String text) {
        return Vm.parse(new Vmid(100), text);
    }

    /** The kinds of changes, in their order; empty where it waits. */
    private static String plan(String text, String option) {
        return HotPlan.of(vm(text), List.of(option)).stream()
                .flatMap(s -> s.parts().stream())
                .map(p -> p.getClass().getSimpleName())
                .collect(Collectors.joining(" "));
    }

    private static String change(String option, String before, String after, String... more) {
        return plan(
                (before.isEmpty() ? "" : option + ": " + before + "\n") + String.join("\n", more) + "\n\n[PENDING]\n"
                        + (after.isEmpty() ? "delete: " + option : option + ": " + after) + "\n",
                option);
    }

    @Test
    void a_medium_is_changed_and_taken_out() {
        assertEquals("Medium", change("ide2", "none,media=cdrom", "local:iso/a.iso,media=cdrom"));
        assertEquals("Medium", change("ide2", "local:iso/a.iso,media=cdrom", "none,media=cdrom", "hotplug: 0"));
    }

    @Test
    void a_cdrom_drive_itself_waits() {
        assertEquals("", change("ide2", "", "none,media=cdrom"));
        assertEquals("", change("ide2", "none,media=cdrom", ""));
    }

    @Test
    void a_cable_is_pulled_and_moved_without_the_guests_leave() {
        assertEquals("Cable", change("net0", NIC, NIC + ",link_down=1", "hotplug: 0"));
        assertEquals("Cable", change("net0", NIC, NIC.replace("vmbr0", "vmbr1")));
    }

    @Test
    void network_cards_come_and_go_where_hotplug_says_so() {
        assertEquals("NicAdd", change("net1", "", NIC));
        assertEquals("NicRemove", change("net1", NIC, ""));
        assertEquals("NicRemove NicAdd", change("net0", NIC, NIC.replace("virtio", "e1000")));
        assertEquals("", change("net1", "", NIC, "hotplug: disk"));
    }

    @Test
    void disks_come_and_go_on_buses_that_can() {
        assertEquals("DiskAdd", change("scsi1", "", DISK));
        assertEquals("DiskRemove", change("virtio1", DISK, ""));
        assertEquals("", change("sata1", "", DISK));
        assertEquals("", change("scsi1", "", DISK, "hotplug: network"));
    }

    @Test
    void a_disk_is_slowed_down_at_once_and_cached_otherwise_later() {
        assertEquals("Limits", change("sata0", DISK, DISK + ",mbps_rd=5,iops_max=9", "hotplug: 0"));
        assertEquals("", change("scsi0", DISK, DISK + ",cache=unsafe"));
    }

    @Test
    void the_balloon_goes_up_and_down_but_not_away() {
        assertEquals("Balloon", change("balloon", "512", "256"));
        assertEquals("", change("balloon", "512", "0"));
        assertEquals("", change("balloon", "0", "512"));
    }

    @Test
    void a_share_of_the_processors_changes_at_once() {
        assertEquals("Shares", change("cpulimit", "", "1.5"));
        assertEquals("Shares", change("affinity", "0", "", "hotplug: 0"));
    }

    @Test
    void cores_and_what_was_not_asked_for_wait() {
        assertEquals("", change("cores", "1", "2"));
        assertEquals("", plan("\n[PENDING]\nnet1: " + NIC + "\n", "net2"));
    }

    @Test
    void what_was_made_holds_and_the_rest_waits_on() {
        Vm vm = vm("cores: 1\nscsi0: " + DISK + "\n\n[PENDING]\ncores: 2\ndelete: agent,scsi0\n");
        assertEquals(
                "cores: 1\nunused0: " + DISK + "\n\n[PENDING]\ncores: 2\ndelete: agent\n",
                HotPlan.made(vm, "scsi0").text());
    }
}
