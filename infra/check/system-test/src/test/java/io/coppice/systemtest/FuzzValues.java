package io.coppice.systemtest;

import io.coppice.contract.endpoint.Parameter;
import io.coppice.contract.schema.Schema;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What a fuzzed request gives a parameter: plausible, extreme, strange, or certainly wrong. */
final class FuzzValues {
    private static final String LONG = "ä€😀'\";-- ".repeat(400);
    static final List<Object> EXTREME = List.of(
            "",
            " ",
            LONG,
            "x".repeat(20_000),
            "../../etc/passwd",
            "/etc/passwd",
            "a,b;c d",
            "%s%n%x",
            "$(id)`id`",
            "line\nline\r\nx: y",
            "-1",
            "0",
            "99999999999999999999999999",
            "2147483648",
            "999999999999999999",
            "000000000000000000000000000000000000000007",
            "-9223372036854775809",
            "1e400",
            "NaN",
            "0x10",
            "١٢٣",
            "=,=,=",
            "a=b,c=d",
            "file=",
            "local:../x",
            "local:0",
            "none,media=cdrom");
    static final List<Object> STRANGE = List.of(
            Map.of("a", 1),
            List.of(List.of("x")),
            List.of(),
            1.5e300,
            Long.MIN_VALUE,
            true,
            List.of(1, Map.of()),
            new BigDecimal("1e999999999"),
            new BigDecimal("-7e-99999999"),
            99999999999L,
            "\ud800",
            "a\u0000b",
            "\u0001",
            "\u202e");

    /** No scalar, whatever its type. */
    private static final List<Object> NO_SCALAR = List.of(Map.of(), Map.of("a", 1), List.of(Map.of("a", List.of())));

    /** Of a family there is none of these, however many it has. */
    private static final List<String> NO_INDEX =
            List.of("99", "00", "-1", "1e1", "4294967296", "99999999999999999999", "٣", "x", " 1", "[0]", "0x0");

    private FuzzValues() {}

    static <T> T pick(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    /** Extreme, and now and then of another type. */
    static Object extreme(Random random) {
        return pick(random, random.nextInt(4) == 0 ? STRANGE : EXTREME);
    }

    static boolean isFamily(Parameter p) {
        return p.family() >= 0;
    }

    private static String stem(Parameter family) {
        return family.name().replace("[n]", "");
    }

    /** One of a family's names: the first, the last, or one between. */
    static String member(Parameter family, Random random) {
        int last = family.family();
        return stem(family)
                + switch (random.nextInt(3)) {
                    case 0 -> 0;
                    case 1 -> last;
                    default -> random.nextInt(last + 1);
                };
    }

    /** A name like a family's that is none. */
    static String stranger(Parameter family, Random random) {
        return stem(family) + (random.nextInt(3) == 0 ? "" + (family.family() + 1) : pick(random, NO_INDEX));
    }

    /** Whether two values are one too many, and a list is none. */
    static boolean isScalar(Parameter p) {
        return switch (p.schema().kind()) {
            case INTEGER, NUMBER, BOOLEAN -> !p.inPath() && !isFamily(p);
            default -> false;
        };
    }

    /** Whether an object cannot be its value. */
    static boolean isPlain(Parameter p) {
        return switch (p.schema().kind()) {
            case STRING, INTEGER, NUMBER, BOOLEAN -> true;
            default -> false;
        };
    }

    /** Nothing that a text, a number or a truth value is written as. */
    static Object noScalar(Random random) {
        return pick(random, NO_SCALAR);
    }

    /** Certainly outside a schema, or null where nothing certainly is. */
    static @Nullable Object wrong(Schema s, Random random) {
        if (!s.values().isEmpty()) {
            return "none-of-them";
        }
        return switch (s.kind()) {
            case INTEGER, NUMBER ->
                s.min().isPresent() && random.nextBoolean()
                        ? s.min().get().subtract(BigDecimal.ONE).toPlainString()
                        : pick(random, List.of("x", "1.5.2", "--1", "1 2", "one", "0x1f"));
            case BOOLEAN -> pick(random, List.of("maybe", "2", "tru", "-1", "yesno"));
            case STRING -> s.maxLength().isPresent() ? "y".repeat(s.maxLength().get() + 1) : null;
            default -> null;
        };
    }

    static Object plausible(Parameter p) {
        Schema s = p.schema();
        if (!s.values().isEmpty()) {
            return s.values().getFirst();
        }
        return switch (p.name()) {
            case "vmid", "newid" -> 999_999;
            case "userid" -> "ghost@pve";
            case "path" -> "/vms/999999";
            case "roles" -> "PVEAuditor";
            case "content" -> "iso";
            case "size" -> "1G";
            case "net[n]" -> "virtio,bridge=vmbr0";
            case "scsi[n]", "virtio[n]", "sata[n]", "ide[n]", "mp[n]" -> "local:1";
            default ->
                switch (s.kind()) {
                    case INTEGER, NUMBER ->
                        s.min().map(BigDecimal::toPlainString).orElse("1");
                    case BOOLEAN -> "1";
                    default -> "something";
                };
        };
    }

    static String inPath(String name, boolean extreme) {
        return switch (name) {
            case "node" -> "pve1";
            case "vmid" -> extreme ? "999999" : "100";
            case "storage" -> extreme ? "nowhere" : "local";
            case "volume" -> "local:iso/nothing.iso";
            case "userid" -> extreme ? "ghost@pve" : "admin@pve";
            case "tokenid" -> "ghost";
            case "upid" -> "UPID:pve1:00000001:00000001:00000001:qmstart:100:root@pam:";
            default -> "nothing";
        };
    }
}
