package io.coppice.access;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.UserId;
import io.coppice.documents.volume.ContentKind;
import io.coppice.documents.volume.VolumeName;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class VolumeUseTest {
    private static Permissions only(String... grants) {
        return (path, privilege) -> Set.of(grants).contains(path + " " + privilege);
    }

    private static boolean may(String volume, Optional<String> guest, String... grants) {
        try {
            VolumeUse.require(only(grants), "nas", VolumeName.parse(volume), guest);
            return true;
        } catch (Refused r) {
            return false;
        }
    }

    @Test
    void an_image_of_another_guest_needs_the_storage_and_that_guests_disks() {
        String disk = "100/vm-100-disk-0.qcow2";
        assertEquals(false, may(disk, Optional.empty(), "/vms/100 VM.Config.Disk"));
        assertEquals(false, may(disk, Optional.empty(), "/storage/nas Datastore.Audit"));
        assertEquals(true, may(disk, Optional.empty(), "/storage/nas Datastore.Audit", "/vms/100 VM.Config.Disk"));
        assertEquals(true, may(disk, Optional.of("100")));
        assertEquals(false, may(disk, Optional.of("200")));
        assertEquals(true, may(disk, Optional.of("200"), "/storage/nas Datastore.Allocate"));
    }

    @Test
    void a_snippet_and_a_backup_without_an_owner_are_for_who_owns_the_storage() {
        for (String volume : List.of("snippets/user.yml", "backup/vzdump-qemu-mine.vma")) {
            assertEquals(false, may(volume, Optional.of("100"), "/storage/nas Datastore.Audit"), volume);
            assertEquals(true, may(volume, Optional.empty(), "/storage/nas Datastore.Allocate"), volume);
        }
    }

    @Test
    void an_image_may_be_a_containers_root_and_nothing_else_than_it_is() {
        VolumeName image = VolumeName.parse("100/vm-100-disk-0.raw");
        assertDoesNotThrow(() -> VolumeUse.requireKind("nas:x", image, ContentKind.ROOTDIR));
        assertThrows(Refused.class, () -> VolumeUse.requireKind("nas:x", image, ContentKind.ISO));
        assertThrows(
                Refused.class, () -> VolumeUse.requireKind("nas:x", VolumeName.parse("iso/a.iso"), ContentKind.IMAGES));
    }

    @Test
    void a_bare_path_is_for_root_alone() {
        assertDoesNotThrow(() -> VolumeUse.requirePath(new Identity.User(UserId.ROOT)));
        assertThrows(Refused.class, () -> VolumeUse.requirePath(new Identity.User(UserId.parse("root@pve"))));
    }

    private static Optional<BigDecimal> limit(Permissions who, String storage, String wish) {
        Bandwidth all = new Bandwidth("default=100", Map.of("slow", "move=10,default=50", "free", "move=0"));
        return all.limit(
                who,
                "move",
                List.of(storage),
                Optional.of(wish).filter(w -> !w.isEmpty()).map(BigDecimal::new));
    }

    @Test
    void a_wish_is_held_below_every_limit_that_its_asker_cannot_change() {
        Permissions nobody = only();
        assertEquals(Optional.of(new BigDecimal(10)), limit(nobody, "slow", ""));
        assertEquals(Optional.of(new BigDecimal(5)), limit(nobody, "slow", "5"));
        assertEquals(Optional.of(new BigDecimal(10)), limit(nobody, "slow", "0"));
        assertEquals(Optional.of(new BigDecimal(0)), limit(only("/storage/slow Datastore.Allocate"), "slow", "0"));
        assertEquals(Optional.of(new BigDecimal(100)), limit(nobody, "other", "0"));
        assertEquals(Optional.of(new BigDecimal(0)), limit(only("/ Sys.Modify"), "other", "0"));
        assertEquals(Optional.of(new BigDecimal(0)), limit(nobody, "free", ""));
    }
}
