package io.coppice.conformance.schema;

import io.coppice.contract.schema.Formats;
import io.coppice.contract.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;

/** Texts of many shapes, whole and damaged, always the same ones for a name. */
public final class Samples {
    private static final List<String> WHOLE = List.of(
            "100",
            "99",
            "0",
            "1",
            "12:34",
            "4294967295",
            "100-0",
            "2-4094",
            "512K",
            "1.5G",
            "4MiB",
            "16k",
            "3k",
            "8086:1234",
            "0000:01:00.0",
            "1-1.2",
            "pve1",
            "a",
            "a1",
            "A-b",
            "a_b",
            "x.y",
            "vmbr0",
            "eth0.100",
            "eth0:1",
            "vmbr0:vmbr1",
            "lvm-thin",
            "9vg",
            "local",
            "local:iso/x.iso",
            "local:100/vm-100-disk-0.qcow2",
            "local:other",
            "none",
            "cdrom",
            "/dev/sda",
            "/dev/../etc",
            "/srv/data",
            "/a;b",
            "images",
            "rootdir",
            "import",
            "snippets",
            "backup",
            "images=img/sub",
            "10.0.0.1",
            "10.0.0.256",
            "10.0.0.0/24",
            "10.0.0.0/7",
            "255.255.0.0",
            "::1",
            "fe80::1",
            "2001:db8::/32",
            "fe80::1%eth0",
            "dhcp",
            "manual",
            "auto",
            "host",
            "example.org",
            "-a.b",
            "a..b",
            "me@example.org",
            "a+b.c@d-e.f",
            "root",
            "BC:24:11:00:00:01",
            "BD:24:11:00:00:01",
            "BC:24:11:",
            "BC:2",
            "root@pam",
            "u@r!token",
            "a@b",
            "no user",
            "g.r-o_u",
            "p1/p2/p3",
            "p1/p2/p3/p4",
            "VM.Audit",
            "tag+1",
            "OK",
            "warning",
            "mon",
            "SUN",
            "network,disk",
            "usb",
            "ide0",
            "ide4",
            "scsi30",
            "scsi31",
            "virtio15",
            "net0",
            "hostpci1",
            "0,5,8-11",
            "8-5",
            "64",
            "65",
            "vm:100",
            "pve1:3",
            "amanda",
            "tftp",
            "+ipset",
            "guest/alias",
            "80:90",
            "http",
            "10.0.0.1-10.0.0.9",
            "49.0001.1921.6800.1002.00",
            "65000:1",
            "Europe/Vienna",
            "abc%20d",
            "a b",
            "",
            " ",
            "ä",
            "a\nb",
            "local:pbs",
            "storage1:storage2",
            "cn",
            "givenName");
    private static final String ALPHABET = "aZ09-_.:/%@!+,;= ~é";

    private Samples() {}

    public static List<String> of(String name) {
        Random random = new Random(name.hashCode());
        List<String> all = new ArrayList<>(WHOLE);
        for (int i = 0; i < 4000; i++) {
            StringBuilder text = new StringBuilder(WHOLE.get(random.nextInt(WHOLE.size())));
            for (int n = 1 + random.nextInt(2); n > 0; n--) {
                char c = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
                int at = random.nextInt(text.length() + 1);
                switch (random.nextInt(3)) {
                    case 0 -> text.insert(at, c);
                    case 1 -> text.replace(at, Math.min(text.length(), at + 1), String.valueOf(c));
                    default -> text.delete(at, Math.min(text.length(), at + 1));
                }
            }
            all.add(text.toString());
        }
        return all;
    }

    /** A value that the schema takes; none where it is hard to guess. */
    public static Optional<Object> value(Schema schema) {
        return switch (schema.kind()) {
            case BOOLEAN -> Optional.of(true);
            case INTEGER, NUMBER ->
                Optional.of(schema.min().or(schema::max).map(n -> (Object) n).orElse(1));
            default ->
                schema.values().isEmpty()
                        ? WHOLE.stream()
                                .filter(text -> text.indexOf(',') < 0 && !text.isBlank() && fits(schema, text))
                                .map(text -> (Object) text)
                                .findFirst()
                        : Optional.of(schema.values().getFirst());
        };
    }

    private static boolean fits(Schema schema, String text) {
        return schema.pattern().filter(p -> !Pattern.matches(p, text)).isEmpty()
                && schema.minLength().filter(n -> text.length() < n).isEmpty()
                && schema.maxLength().filter(n -> text.length() > n).isEmpty()
                && schema.format().flatMap(f -> Formats.complaint(f, text)).isEmpty();
    }
}
