package io.coppice.documents.volume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.coppice.contract.word.Malformed;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VolumeNameTest {
    private static final DirectoryLayout LAYOUT = new DirectoryLayout(Path.of("/srv"));

    @Test
    void a_name_is_printed_as_it_was_read_and_found_where_it_lies() {
        for (String name : List.of(
                "100/vm-100-disk-0.qcow2",
                "100/base-100-disk-0.raw",
                "100/subvol-100-disk-0.subvol",
                "iso/Debian.ISO",
                "vztmpl/debian.tar.zst",
                "rootdir/100",
                "backup/vzdump-qemu-100-2026_01_02-03_04_05.vma.zst",
                "snippets/user.yaml",
                "import/old machine.ova")) {
            VolumeName read = VolumeName.parse(name);
            assertEquals(name, read.toString());
            assertEquals(Optional.of(read), LAYOUT.at(LAYOUT.path(read)));
        }
        String clone = "100/base-100-disk-0.qcow2/101/vm-101-disk-0.qcow2";
        assertEquals(clone, VolumeName.parse(clone).toString());
        assertEquals(Path.of("/srv/images/101/vm-101-disk-0.qcow2"), LAYOUT.path(VolumeName.parse(clone)));
    }

    @Test
    void no_name_leads_out_of_its_directory() {
        for (String name : List.of(
                "..",
                "../etc/passwd",
                "/etc/passwd",
                "iso/../x.iso",
                "iso/..",
                "snippets/..",
                "snippets/.",
                "snippets/a/b",
                "100/../vm-100-disk-0.raw",
                "100/vm-100-disk-0.raw/../x",
                "import/../x.ova",
                "import/x.ova/../disk.raw",
                "backup/..",
                "rootdir/..",
                "")) {
            assertThrows(Malformed.class, () -> VolumeName.parse(name), name);
        }
        assertEquals(Optional.empty(), LAYOUT.at(Path.of("/srv/snippets/../../etc/passwd")));
        assertThrows(Malformed.class, () -> new DirectoryLayout(Path.of("/srv"), Map.of(ContentKind.ISO, "../etc")));
    }

    @Test
    void a_backup_of_another_name_has_neither_guest_nor_time() {
        Archive named = Archive.parse("backup/vzdump-qemu-100-2026_01_02-03_04_05.vma", ZoneOffset.UTC);
        assertEquals(1767323045L, named.made().orElseThrow().seconds());
        assertEquals(Optional.empty(), named.compression());
        Archive other = Archive.parse("vzdump-qemu-100-mine.vma.lzo", ZoneOffset.UTC);
        assertEquals(Optional.empty(), other.made());
        assertEquals(List.of("lzop", "-d", "-c"), other.decompressor());
    }
}
