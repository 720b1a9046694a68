package io.coppice.compute.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.compute.guest.Vm;
import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConfigPlanTest {
    private static final String DISK = "local:100/vm-100-disk-0.qcow2";

    private static String after(String before, boolean running, ConfigPlan.Request request) {
        return ConfigPlan.of(Vm.parse(new Vmid(100), before), running, request).text();
    }

    private static ConfigPlan.Request set(String name, String text) {
        return new ConfigPlan.Request(Map.of(name, text), Optional.empty(), List.of(), List.of());
    }

    private static ConfigPlan.Request delete(String name) {
        return new ConfigPlan.Request(Map.of(), Optional.empty(), List.of(name), List.of());
    }

    private static ConfigPlan.Request revert(String name) {
        return new ConfigPlan.Request(Map.of(), Optional.empty(), List.of(), List.of(name));
    }

    @Test
    void a_stopped_guest_is_changed_at_once() {
        assertEquals("cores: 4\n", after("cores: 2\n", false, set("cores", "4")));
        assertEquals("", after("cores: 2\n", false, delete("cores")));
    }

    @Test
    void what_a_running_guest_would_notice_waits_for_its_next_start() {
        assertEquals("cores: 2\n\n[PENDING]\ncores: 4\n", after("cores: 2\n", true, set("cores", "4")));
        assertEquals("cores: 2\n\n[PENDING]\ndelete: cores\n", after("cores: 2\n", true, delete("cores")));
    }

    @Test
    void a_running_guests_name_and_start_change_at_once() {
        assertEquals("name: b\n", after("name: a\n", true, set("name", "b")));
        assertEquals("onboot: 1\n", after("", true, set("onboot", "1")));
    }

    @Test
    void what_waits_can_be_reverted() {
        String waiting = "cores: 2\n\n[PENDING]\ncores: 4\ndelete: balloon,numa\n";
        assertEquals("cores: 2\n\n[PENDING]\ndelete: balloon,numa\n", after(waiting, true, revert("cores")));
        assertEquals("cores: 2\n\n[PENDING]\ncores: 4\ndelete: numa\n", after(waiting, true, revert("balloon")));
    }

    @Test
    void an_option_that_does_not_exist_is_neither_deleted_nor_reverted() {
        for (ConfigPlan.Request request : List.of(delete("colour"), revert("colour"))) {
            Failure failure = assertThrows(Refused.class, () -> after("cores: 2\n", true, request))
                    .failure();
            assertTrue(failure.toString().contains("there is no option 'colour'"), failure.toString());
        }
    }

    @Test
    void setting_what_holds_already_takes_back_what_waits() {
        assertEquals("cores: 2\n", after("cores: 2\n\n[PENDING]\ncores: 4\n", true, set("cores", "2")));
        assertEquals("cores: 2\n", after("cores: 2\n\n[PENDING]\ndelete: cores\n", true, set("cores", "2")));
    }

    @Test
    void deleting_what_only_waits_forgets_it() {
        assertEquals("", after("\n[PENDING]\nvcpus: 4\n", false, delete("vcpus")));
    }

    @Test
    void an_option_that_is_none_cannot_be_deleted() {
        assertThrows(Refused.class, () -> after("", false, delete("colour")));
    }

    @Test
    void a_disk_that_is_taken_away_becomes_unused() {
        assertEquals("unused0: " + DISK + "\n", after("scsi0: " + DISK + ",size=8G\n", false, delete("scsi0")));
    }

    @Test
    void a_disk_that_is_replaced_becomes_unused() {
        assertEquals(
                "scsi0: local:100/vm-100-disk-1.qcow2\nunused0: " + DISK + "\n",
                after("scsi0: " + DISK + "\n", false, set("scsi0", "local:100/vm-100-disk-1.qcow2")));
    }

    @Test
    void a_disk_that_only_gets_another_setting_is_still_used() {
        assertEquals(
                "scsi0: " + DISK + ",discard=on\n",
                after("scsi0: " + DISK + "\n", false, set("scsi0", DISK + ",discard=on")));
    }

    @Test
    void a_disk_that_is_attached_is_unused_no_longer() {
        assertEquals("sata0: " + DISK + "\n", after("unused0: " + DISK + "\n", false, set("sata0", DISK)));
        assertEquals("\n[PENDING]\nsata0: " + DISK + "\n", after("unused0: " + DISK + "\n", true, set("sata0", DISK)));
    }

    @Test
    void a_new_disk_that_only_waited_is_not_lost_when_it_is_reverted() {
        assertEquals("unused0: " + DISK + "\n", after("\n[PENDING]\nscsi1: " + DISK + "\n", true, revert("scsi1")));
    }

    @Test
    void an_unused_disks_entry_can_be_taken_away() {
        assertEquals("", after("unused0: " + DISK + "\n", true, delete("unused0")));
    }

    @Test
    void an_image_and_another_guests_disk_do_not_become_unused() {
        assertEquals("", after("ide2: local:iso/a.iso,media=cdrom\n", false, delete("ide2")));
        assertEquals("", after("scsi0: local:101/vm-101-disk-0.qcow2\n", false, delete("scsi0")));
    }

    @Test
    void a_plan_made_twice_is_a_plan_made_once() {
        Random random = new Random(42);
        for (int i = 0; i < 2000; i++) {
            String before = Vm.parse(new Vmid(100), document(random)).config().text();
            ConfigPlan.Request request = request(random);
            boolean running = random.nextBoolean();
            String once = after(before, running, request);
            assertEquals(once, after(once, running, request), () -> before + "---\n" + request);
        }
    }

    private static final List<String> NAMES = List.of("cores", "name", "scsi0", "scsi1", "unused0", "unused1", "net0");

    private static String value(String name, Random random) {
        String disk = "local:100/vm-100-disk-" + random.nextInt(4) + ".qcow2";
        return switch (name) {
            case "cores" -> Integer.toString(1 + random.nextInt(3));
            case "name" -> "n" + random.nextInt(3);
            case "net0" -> "virtio=02:00:00:00:00:0" + random.nextInt(3) + ",bridge=vmbr0";
            default -> disk;
        };
    }

    private static String document(Random random) {
        StringBuilder text = new StringBuilder();
        NAMES.stream()
                .filter(n -> random.nextBoolean())
                .forEach(n ->
                        text.append(n).append(": ").append(value(n, random)).append('\n'));
        text.append("\n[PENDING]\n");
        NAMES.stream()
                .filter(n -> !n.startsWith("unused") && random.nextInt(4) == 0)
                .forEach(n ->
                        text.append(n).append(": ").append(value(n, random)).append('\n'));
        return text.toString();
    }

    private static ConfigPlan.Request request(Random random) {
        Map<String, String> set = new LinkedHashMap<>();
        List<String> delete = new ArrayList<>();
        List<String> revert = new ArrayList<>();
        for (String name : NAMES) {
            switch (random.nextInt(6)) {
                case 0 -> delete.add(name);
                case 1 -> revert.add(name);
                case 2 -> {
                    if (!name.startsWith("unused")) {
                        set.put(name, value(name, random));
                    }
                }
                default -> {}
            }
        }
        return new ConfigPlan.Request(set, Optional.empty(), delete, revert);
    }
}
