package io.coppice.compute.create;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Disks that a wish names. */
class PreparedTest {
    private static Prepared of(String option, String text) {
        return Prepared.of(new Vmid(100), Map.of(option, text), Map.of("scsi0", "qcow2"), Set.of());
    }

    @Test
    void a_new_disk_gets_its_name_and_its_size() {
        Prepared made = of("scsi0", "local:0.5,ssd=1");
        assertEquals(
                "local:100/vm-100-disk-0.qcow2,size=512M,ssd=1", made.options().get("scsi0"));
        assertEquals(List.of(new NewDisk("scsi0", "local", 512 * 1024, "qcow2", "vm-100-disk-0.qcow2")), made.disks());
    }

    @Test
    void its_format_is_the_storages_and_raw_where_that_says_nothing() {
        assertEquals(
                List.of(new NewDisk("scsi1", "local", 1 << 20, "raw", "vm-100-disk-0.raw")),
                of("scsi1", "local:1").disks());
    }

    @Test
    void what_is_no_empty_disk_is_not_made_as_one() {
        for (String option : List.of("efidisk0", "tpmstate0")) {
            Failure failure =
                    assertThrows(Refused.class, () -> of(option, "local:1")).failure();
            assertEquals(
                    Set.of(option),
                    assertInstanceOf(Failure.BadParameters.class, failure)
                            .byName()
                            .keySet());
        }
    }

    @Test
    void one_that_is_there_stays_as_it_is() {
        String there = "local:100/vm-100-disk-0.raw,efitype=4m,size=528K";
        Prepared kept = of("efidisk0", there);
        assertEquals(there, kept.options().get("efidisk0"));
        assertEquals(List.of(), kept.disks());
    }
}
