package io.coppice.documents.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.word.Malformed;
import io.coppice.documents.section.SectionFile.Section;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConversionTest {
    private static final Section DIR = new Section("dir", "local", Map.of("path", "/srv/images"));
    private static final Section THIN = new Section("lvmthin", "thin", Map.of("vgname", "vg0"));
    private static final Section POOL = new Section("zfspool", "pool", Map.of("pool", "tank/vm"));
    private static final Places PLACES = new Places((storage, volume) -> 7, "iqn.2026-01.host");

    private static Place at(Section storage, String volume) {
        return PLACES.of(storage, volume, Optional.empty());
    }

    private static String argv(Place from, Place to) {
        return String.join(" ", new Conversion(from, to, Optional.empty(), false, Conversion.Direct.NONE).argv());
    }

    @Test
    void a_file_becomes_a_logical_volume() {
        assertEquals(
                "/usr/bin/qemu-img convert -p -n -f vmdk -O raw /srv/images/images/100/vm-100-disk-0.vmdk"
                        + " /dev/vg0/vm-100-disk-0",
                argv(at(DIR, "100/vm-100-disk-0.vmdk"), at(THIN, "vm-100-disk-0")));
    }

    @Test
    void each_kind_names_a_snapshot_in_its_way() {
        Optional<String> snap = Optional.of("before");
        assertEquals(
                new Place.Named("/srv/images/images/100/vm-100-disk-0.qcow2", "qcow2", "before"),
                PLACES.of(DIR, "100/vm-100-disk-0.qcow2", snap));
        assertEquals(
                new Place.Named("/srv/images/images/100/snap-before-vm-100-disk-0.qcow2", "qcow2", ""),
                PLACES.of(DIR.with("snapshot-as-volume-chain", "1"), "100/vm-100-disk-0.qcow2", snap));
        assertEquals(
                new Place.Named("/dev/vg0/snap_vm-100-disk-0_before", "raw", ""),
                PLACES.of(THIN, "vm-100-disk-0", snap));
        assertEquals(
                new Place.Named("/dev/zvol/tank/vm/vm-100-disk-0@before", "raw", ""),
                PLACES.of(POOL, "vm-100-disk-0", snap));
        assertThrows(Malformed.class, () -> PLACES.of(DIR, "100/vm-100-disk-0.raw", snap));
    }

    @Test
    void limits_zeros_and_caches_are_told_to_qemu_img() {
        List<String> argv = new Conversion(
                        at(POOL, "vm-100-disk-0"),
                        at(DIR, "100/vm-100-disk-1.raw"),
                        Optional.of("2048"),
                        true,
                        new Conversion.Direct(true, false))
                .argv();
        assertEquals(
                "-T none -r 2048K -f raw -O raw /dev/zvol/tank/vm/vm-100-disk-0"
                        + " zeroinit:/srv/images/images/100/vm-100-disk-1.raw",
                String.join(" ", argv.subList(4, argv.size())));
    }

    @Test
    void a_unit_of_a_target_is_told_by_options() {
        Section target = new Section("zfs", "san", Map.of("portal", "192.0.2.7", "target", "iqn.2026-01.san:t"));
        assertTrue(argv(at(target, "vm-100-disk-0"), at(THIN, "vm-100-disk-1"))
                .endsWith("--image-opts -O raw file.driver=iscsi,file.transport=tcp,"
                        + "file.initiator-name=iqn.2026-01.host,file.portal=192.0.2.7,file.target=iqn.2026-01.san:t,"
                        + "file.lun=7,driver=raw /dev/vg0/vm-100-disk-1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-x", "../etc", "vm-100-disk-0/../../sda", "vm-100-disk 0", "disk", "", "vm-100-disk-0.raw/x"})
    void a_name_that_leads_elsewhere_is_no_volume(String name) {
        assertThrows(Malformed.class, () -> at(THIN, name));
        assertThrows(Malformed.class, () -> at(POOL, name));
        assertThrows(Malformed.class, () -> at(DIR, name));
        assertThrows(Malformed.class, () -> Places.ofFile("-" + name + ".raw", Optional.empty(), p -> true));
    }
}
