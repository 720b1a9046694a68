package io.coppice.documents.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.schema.Schema;
import io.coppice.contract.word.Malformed;
import io.coppice.contract.word.Vmid;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GuestConfigTest {
    private static final Vmid GUEST = new Vmid(100);
    private static final Map<String, Schema> OPTIONS = Map.of(
            "cores", Schema.integer(1, 128),
            "cpulimit", Schema.number(),
            "name", Schema.string().format("dns-name"),
            "numa", Schema.bool(),
            "ide2", Schema.string(),
            "cdrom", Schema.string(),
            "snaptime", Schema.integer(),
            "args", Schema.string());

    @Test
    void every_section_is_read_and_written_again() {
        String text = "#first %3A line\n#\n#second\ncores: 2\nname: web\n\n[PENDING]\ncores: 4\ndelete: name\n\n"
                + "[special:cloudinit]\nanything: goes\n\n[before]\n#why\ncores: 1\nsnaptime: 1700000000\n";
        GuestConfig config = GuestConfig.parseStrictly(GUEST, text, OPTIONS);
        assertEquals(Optional.of("first : line\n\nsecond"), config.current().description());
        assertEquals(Optional.of("name"), config.pending().option("delete"));
        assertEquals(Optional.of("goes"), config.special().get("cloudinit").option("anything"));
        assertEquals(Optional.of("1700000000"), config.snapshots().get("before").option("snaptime"));
        assertEquals(text, config.text());
    }

    @Test
    void lines_for_liblxc_stay_in_their_order_where_they_may_stand() {
        Map<String, Schema> options = new HashMap<>(OPTIONS);
        options.put("lxc", Schema.array(Schema.string()));
        String text = "cores: 2\nlxc.b: 1\nlxc.a.c = x y\nlxc.b: 2\n\n[pve:pending]\ncores: 3\n";
        GuestConfig config = GuestConfig.parseStrictly(GUEST, text, options);
        assertEquals("cores: 2\nlxc.b: 1\nlxc.a.c: x y\nlxc.b: 2\n\n[PENDING]\ncores: 3\n", config.text());
        refuses("lxc.a: 1", "vm 100 - unable to parse config: lxc.a: 1");
    }

    @Test
    void values_are_written_in_one_spelling() {
        String text = "numa: yes\ncores: 02\ncdrom: none\nname: a\ndescription: old%20style\n\n";
        assertEquals(
                "#old style\ncores: 2\nide2: none\nname: a\nnuma: 1\n",
                GuestConfig.parseStrictly(GUEST, text, OPTIONS).text());
    }

    @Test
    void strict_reading_names_what_it_does_not_understand() {
        refuses("colour: red", "vm 100 - unable to parse value of 'colour' - unknown setting 'colour'");
        refuses("cores: two", "vm 100 - unable to parse value of 'cores' - type check ('integer') failed - got 'two'");
        refuses("name: -x", "vm 100 - unable to parse value of 'name' - value does not look like a valid DNS name");
        refuses("what is this", "vm 100 - unable to parse config: what is this");
        refuses("delete: cores", "vm 100 - property 'delete' is only allowed in [PENDING]");
        refuses("[a1]\n[a1]", "vm 100 - duplicate snapshot section: a1");
        refuses("[special:cloudinit]\n[special:cloudinit]", "vm 100 - duplicate special section: cloudinit");
        refuses("[x]", "vm 100 - skipping unknown section: 'x'");
    }

    private static void refuses(String text, String message) {
        assertEquals(
                message,
                assertThrows(Malformed.class, () -> GuestConfig.parseStrictly(GUEST, text + "\n", OPTIONS))
                        .getMessage());
        assertTrue(GuestConfig.parse(GUEST, text, OPTIONS).warnings().contains(message));
    }

    @Test
    void what_is_written_is_read_as_the_same_value() {
        Random random = new Random(7);
        for (int i = 0; i < 1000; i++) {
            Map<String, GuestSection> snapshots = new HashMap<>();
            for (String name : List.of("one", "two", "special-3")) {
                if (random.nextBoolean()) {
                    snapshots.put(name, section(random));
                }
            }
            GuestSection pending = section(random).described(Optional.empty());
            GuestConfig config = new GuestConfig(section(random), pending, Map.of(), snapshots);
            assertEquals(config, GuestConfig.parseStrictly(GUEST, config.text(), OPTIONS), config::text);
        }
    }

    private static GuestSection section(Random random) {
        GuestSection section = GuestSection.EMPTY;
        if (random.nextBoolean()) {
            section = section.with("cores", Integer.toString(1 + random.nextInt(128)));
        }
        if (random.nextBoolean()) {
            section = section.with("cpulimit", random.nextInt(9) + "." + random.nextInt(9));
        }
        if (random.nextBoolean()) {
            section = section.with("numa", random.nextBoolean() ? "1" : "0");
        }
        if (random.nextBoolean()) {
            section = section.with("args", "-device x,y=\"" + random.nextInt() + "\" # [no section]");
        }
        return section.described(random.nextBoolean() ? Optional.empty() : Optional.of(notes(random)));
    }

    private static String notes(Random random) {
        String letters = "ab :%#[]\n\tä€\\=";
        StringBuilder text = new StringBuilder("x");
        for (int n = random.nextInt(40); n > 0; n--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString().stripTrailing();
    }
}
