package io.coppice.storage.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.coppice.servicekit.host.Commands;
import io.coppice.servicekit.host.HostCommands;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What our parsers say against what the real qemu-img says of images that it made. */
final class HeaderTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private final Commands commands = new HostCommands();

    @TempDir
    private Path folder;

    private void qemuImg(String... arguments) throws Exception {
        List<String> argv = new ArrayList<>(List.of("qemu-img"));
        argv.addAll(List.of(arguments));
        Commands.Ended ended = commands.run(argv, LIMIT);
        assertTrue(ended.ok(), ended::err);
    }

    private void isAsQemuSays(Path file, String format) throws Exception {
        Commands.Ended ended =
                commands.run(List.of("qemu-img", "info", "-U", "--output=json", "-f", format, file.toString()), LIMIT);
        assertTrue(ended.ok(), ended::err);
        JsonNode theirs = new ObjectMapper().readTree(ended.out());
        ImageInfo ours = ImageInfo.ofImage(file, format);
        assertEquals(theirs.path("virtual-size").asLong(), ours.virtualBytes(), file.toString());
        assertEquals(theirs.path("actual-size").asLong(), ours.usedBytes(), file.toString());
        assertEquals(
                Optional.ofNullable(theirs.path("backing-filename").asText(null)), ours.backing(), file.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "raw|",
                "raw|preallocation=falloc",
                "qcow2|",
                "qcow2|compat=0.10",
                "qcow2|preallocation=metadata",
                "qcow2|preallocation=full",
                "qcow2|cluster_size=2M",
                "qcow2|cluster_size=512",
                "qcow2|extended_l2=on,cluster_size=128k",
                "qcow2|lazy_refcounts=on",
                "vmdk|",
                "vmdk|subformat=streamOptimized",
                "vmdk|subformat=monolithicFlat",
                "vmdk|subformat=twoGbMaxExtentSparse"
            })
    void an_image_of_each_sort_is_read_as_qemu_reads_it(String format, String options) throws Exception {
        Path file = folder.resolve("vm-100-disk-0." + format);
        if (options == null) {
            qemuImg("create", "-q", "-f", format, file.toString(), "5M");
        } else {
            qemuImg("create", "-q", "-f", format, "-o", options, file.toString(), "5M");
        }
        if (options == null || !options.contains("Flat") && !options.contains("twoGb")) {
            isAsQemuSays(file, format);
        } else {
            // qemu-img opens the extents and counts them; no file is opened here but the one that was named
            assertEquals(5L << 20, ImageInfo.ofImage(file, format).virtualBytes());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "raw,1",
        "raw,511",
        "raw,512",
        "raw,1536",
        "raw,7G",
        "qcow2,0",
        "qcow2,1",
        "qcow2,512",
        "qcow2,1000000",
        "qcow2,3T",
        "qcow2,60T",
        "vmdk,64K",
        "vmdk,100000",
        "vmdk,1G",
        "vmdk,900G"
    })
    void every_size_is_read_as_qemu_reads_it(String format, String size) throws Exception {
        Path file = folder.resolve("disk." + format);
        if (format.equals("raw") && size.matches("\\d+")) {
            Files.write(file, new byte[Integer.parseInt(size)]);
        } else {
            qemuImg("create", "-q", "-f", format, file.toString(), size);
        }
        isAsQemuSays(file, format);
    }

    @Test
    void the_backing_image_is_named_as_the_file_names_it() throws Exception {
        Files.createDirectories(folder.resolve("100"));
        Files.createDirectories(folder.resolve("200"));
        Path base = folder.resolve("100/base-100-disk-0.qcow2");
        qemuImg("create", "-q", "-f", "qcow2", base.toString(), "4M");
        Path clone = folder.resolve("200/vm-200-disk-0.qcow2");
        String relative = "../100/base-100-disk-0.qcow2";
        qemuImg("create", "-q", "-f", "qcow2", "-b", relative, "-F", "qcow2", clone.toString());
        isAsQemuSays(clone, "qcow2");
        assertEquals(Optional.of(relative), ImageInfo.ofImage(clone, "qcow2").backing());
        Path json = folder.resolve("200/vm-200-disk-1.qcow2");
        String filename = "json:{\"driver\":\"qcow2\",\"file\":{\"driver\":\"file\",\"filename\":\"" + base + "\"}}";
        qemuImg("create", "-q", "-f", "qcow2", "-b", filename, "-F", "qcow2", json.toString(), "4M");
        isAsQemuSays(json, "qcow2");
        Path disk = folder.resolve("parent.vmdk");
        qemuImg("create", "-q", "-f", "vmdk", disk.toString(), "4M");
        Path child = folder.resolve("child.vmdk");
        qemuImg("create", "-q", "-f", "vmdk", "-b", disk.toString(), "-F", "vmdk", child.toString());
        assertEquals(disk.toString(), ImageInfo.ofImage(child, "vmdk").backing().orElseThrow());
    }

    @Test
    void an_image_that_was_written_to_takes_what_qemu_says() throws Exception {
        Path source = folder.resolve("source.raw");
        byte[] data = new byte[3 << 20];
        new Random(7).nextBytes(data);
        Files.write(source, data);
        for (String format : List.of("qcow2", "vmdk")) {
            Path file = folder.resolve("copy." + format);
            qemuImg("convert", "-q", "-f", "raw", "-O", format, source.toString(), file.toString());
            isAsQemuSays(file, format);
        }
    }

    @Test
    void a_file_that_is_not_what_its_name_says_is_no_image() throws Exception {
        for (String text : List.of("", "x", "QFI", "KDMV", "# Disk DescriptorFile\n", "\0".repeat(4096))) {
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            for (String format : List.of("qcow2", "vmdk")) {
                assertThrows(IOException.class, () -> Header.read(format, Content.of(bytes)), format + " " + text);
            }
        }
        assertThrows(IOException.class, () -> Header.read("qed", Content.of(new byte[512])));
        assertThrows(NoSuchFileException.class, () -> ImageInfo.ofImage(folder.resolve("none.raw"), "raw"));
        assertThrows(NoSuchFileException.class, () -> ImageInfo.ofImage(folder, "raw"));
    }

    /** From a seed: a real header with bytes turned; whatever it says, it is an answer or an IOException. */
    @Test
    void damage_is_never_more_than_an_error() throws Exception {
        Path qcow2 = folder.resolve("a.qcow2");
        qemuImg("create", "-q", "-f", "qcow2", "-b", "base.qcow2", "-F", "qcow2", "-u", qcow2.toString(), "1M");
        Path vmdk = folder.resolve("a.vmdk");
        qemuImg("create", "-q", "-f", "vmdk", vmdk.toString(), "1M");
        Random random = new Random(20260101);
        for (Path file : List.of(qcow2, vmdk)) {
            String format = file.toString().endsWith("qcow2") ? "qcow2" : "vmdk";
            byte[] whole = Files.readAllBytes(file);
            for (int i = 0; i < 20_000; i++) {
                byte[] damaged = Arrays.copyOf(whole, random.nextInt(whole.length) + 1);
                for (int n = random.nextInt(6); n >= 0; n--) {
                    damaged[random.nextInt(Math.min(damaged.length, 512))] = (byte) random.nextInt();
                }
                try {
                    assertTrue(Header.read(format, Content.of(damaged)).virtualBytes() >= 0);
                } catch (IOException expected) {
                    continue;
                }
            }
        }
    }
}
