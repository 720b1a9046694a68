package io.coppice.contract.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.word.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PropertyCodecTest {
    enum Cache {
        NONE,
        WRITE_BACK
    }

    record Limits(
            @Key Optional<Double> mbps,

            @Key(name = "iops_max_length", aliases = "iops_length", min = 1)
            Optional<Integer> iopsMaxLength) {}

    record Disk(
            @Key(unnamed = true, format = "pve-volume-id-or-qm-path", aliases = "volume")
            String file,

            @Key Optional<Cache> cache,
            @Key Optional<Bytes> size,
            @Key(otherwise = "1") boolean replicate,
            @Key(format = "pve-node-list") List<String> nodes,
            Limits limits) {}

    record Nic(
            @Key(
                    unnamed = true,
                    values = {"virtio", "e1000"})
            String model,

            @Key(
                    format = "mac-addr",
                    aliases = {"virtio", "e1000"},
                    aliasKey = "model")
            Optional<String> macaddr,

            @Key(format = "pve-bridge-id") Optional<String> bridge,
            @Key Optional<Boolean> firewall,
            @Key(min = 1, max = 4094) Optional<Integer> tag) {}

    private static final PropertyCodec<Disk> DISKS = PropertyCodec.of("disk", Disk.class);
    private static final PropertyCodec<Nic> NICS = PropertyCodec.of("nic", Nic.class);

    @Test
    void a_network_card_is_written_with_its_model_before_its_address() {
        Nic card = NICS.read("bridge=vmbr0,virtio=BC:24:11:00:00:01,firewall=on,tag=7");
        assertEquals(
                new Nic(
                        "virtio",
                        Optional.of("BC:24:11:00:00:01"),
                        Optional.of("vmbr0"),
                        Optional.of(true),
                        Optional.of(7)),
                card);
        assertEquals("virtio=BC:24:11:00:00:01,bridge=vmbr0,firewall=1,tag=7", NICS.write(card));
        assertEquals("e1000,bridge=vmbr1", NICS.write(NICS.read("model=e1000,bridge=vmbr1")));
    }

    @Test
    void keys_that_a_record_lends_are_keys_of_the_whole() {
        Disk disk =
                DISKS.read("volume=local:100/vm-100-disk-0.qcow2,size=1.5G,iops_length=3,cache=write-back,nodes=b;a");
        assertEquals(Optional.of(new Bytes(3 * Bytes.GIB / 2)), disk.size());
        assertEquals(Optional.of(3), disk.limits().iopsMaxLength());
        assertTrue(disk.replicate());
        assertEquals(
                "local:100/vm-100-disk-0.qcow2,cache=write-back,iops_max_length=3,nodes=b;a,replicate=1,size=1536M",
                DISKS.write(disk));
    }

    @Test
    void errors_name_the_key_below_the_path() {
        var wrong =
                assertThrows(PropertyStrings.Unfit.class, () -> NICS.read("virtio=01:00:00:00:00:00,tag=0", "net0"));
        assertEquals(
                "format error\n"
                        + "net0.macaddr: invalid format - value does not look like a valid unicast MAC address\n\n"
                        + "net0.tag: value must have a minimum value of 1\n",
                wrong.getMessage());
    }

    @Test
    void a_record_with_two_unnamed_keys_is_refused() {
        record Two(
                @Key(unnamed = true) String a,
                @Key(unnamed = true) String b) {}
        assertThrows(IllegalArgumentException.class, () -> PropertyCodec.of("two", Two.class));
    }

    @Test
    void what_is_written_is_read_as_the_same_value() {
        Random random = new Random(20261124);
        for (int i = 0; i < 2000; i++) {
            Nic nic = new Nic(
                    random.nextBoolean() ? "virtio" : "e1000",
                    maybe(random, "BC:24:11:%02X:00:01".formatted(random.nextInt(256))),
                    maybe(random, "vmbr" + random.nextInt(100)),
                    maybe(random, random.nextBoolean()),
                    maybe(random, 1 + random.nextInt(4094)));
            assertEquals(nic, NICS.read(NICS.write(nic)));
            Disk disk = new Disk(
                    "local:" + random.nextInt(1000) + "/x.raw",
                    maybe(random, Cache.values()[random.nextInt(2)]),
                    maybe(random, new Bytes(random.nextLong(1L << 50) << random.nextInt(3) * 2)),
                    random.nextBoolean(),
                    random.nextBoolean() ? List.of() : List.of("a", "b" + random.nextInt(9)),
                    new Limits(maybe(random, random.nextInt(10000) / 8.0), maybe(random, 1 + random.nextInt(1000))));
            assertEquals(disk, DISKS.read(DISKS.write(disk)));
        }
    }

    private static <T> Optional<T> maybe(Random random, T value) {
        return random.nextBoolean() ? Optional.of(value) : Optional.empty();
    }
}
