package io.coppice.documents.volume;

import io.coppice.contract.word.Malformed;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A volume's name on a directory storage, taken apart.
 *
 * @param kind which directory it lies in
 * @param name the file's name; with a slash only for a disk inside an OVA
 * @param owner the guest whose volume it is
 * @param base of a linked clone: the image that it is based on, and that image's guest
 * @param template whether it is a base image, {@code base-…}
 * @param format {@code raw}, {@code qcow2}, {@code ova+vmdk}…; none for a container's directory
 */
public record VolumeName(
        ContentKind kind,
        String name,
        Optional<String> owner,
        Optional<Base> base,
        boolean template,
        Optional<String> format) {
    /** The image below a linked clone. */
    public record Base(String owner, String name) {}

    private record File(String name, String format, boolean template) {}

    private static final Pattern LINKED = Pattern.compile("(\\d+)/(\\S+)/(\\d+)/(\\S+)");
    private static final Pattern IMAGE = Pattern.compile("(\\d+)/(\\S+)");
    private static final Pattern FILE = Pattern.compile("(vm-|base-|subvol-)\\d+-[^/\\s]+" + Suffixes.IMAGE);
    private static final Pattern ISO = Pattern.compile("iso/([^/]+" + Suffixes.ISO + ")");
    private static final Pattern TEMPLATE = Pattern.compile("vztmpl/([^/]+" + Suffixes.TEMPLATE + ")");
    private static final Pattern ROOTDIR = Pattern.compile("rootdir/(\\d+)");
    private static final Pattern BACKUP = Pattern.compile("backup/([^/]+" + Suffixes.BACKUP + ")");
    private static final Pattern OWNED = Pattern.compile("vzdump-(?:openvz|lxc|qemu)-(\\d+)-.+");
    private static final Pattern SNIPPET = Pattern.compile("snippets/([^/]+)");
    private static final Pattern IMPORT = Pattern.compile("import/(" + Suffixes.SAFE + Suffixes.IMPORT + ")");
    private static final Pattern PACKED =
            Pattern.compile("import/(" + Suffixes.SAFE + "\\.ova/" + Suffixes.SAFE + Suffixes.PACKED + ")");

    /** @throws Malformed if it names no volume; nothing that leads out of its directory does */
    public static VolumeName parse(String text) {
        Matcher m = LINKED.matcher(text);
        if (m.matches()) {
            file(m.group(2));
            File own = file(m.group(4));
            return image(m.group(3), own, Optional.of(new Base(m.group(1), m.group(2))));
        }
        m = IMAGE.matcher(text);
        if (m.matches()) {
            return image(m.group(1), file(m.group(2)), Optional.empty());
        }
        return other(text)
                .filter(v -> !v.name().equals(".") && !v.name().equals(".."))
                .orElseThrow(() -> new Malformed("unable to parse directory volume name '" + text + "'"));
    }

    private static Optional<VolumeName> other(String text) {
        Matcher m = ISO.matcher(text);
        if (m.matches()) {
            return plain(ContentKind.ISO, m.group(1), Optional.empty(), "raw");
        }
        m = TEMPLATE.matcher(text);
        if (m.matches()) {
            return plain(ContentKind.VZTMPL, m.group(1), Optional.empty(), "raw");
        }
        m = ROOTDIR.matcher(text);
        if (m.matches()) {
            return Optional.of(new VolumeName(
                    ContentKind.ROOTDIR,
                    m.group(1),
                    Optional.of(m.group(1)),
                    Optional.empty(),
                    false,
                    Optional.empty()));
        }
        m = BACKUP.matcher(text);
        if (m.matches()) {
            Matcher owned = OWNED.matcher(m.group(1));
            Optional<String> owner = owned.matches() ? Optional.of(owned.group(1)) : Optional.empty();
            return plain(ContentKind.BACKUP, m.group(1), owner, "raw");
        }
        m = SNIPPET.matcher(text);
        if (m.matches()) {
            return plain(ContentKind.SNIPPETS, m.group(1), Optional.empty(), "raw");
        }
        m = PACKED.matcher(text);
        if (m.matches()) {
            return plain(ContentKind.IMPORT, m.group(1), Optional.empty(), "ova+" + m.group(2));
        }
        m = IMPORT.matcher(text);
        return m.matches() ? plain(ContentKind.IMPORT, m.group(1), Optional.empty(), m.group(2)) : Optional.empty();
    }

    private static Optional<VolumeName> plain(ContentKind kind, String name, Optional<String> owner, String format) {
        return Optional.of(new VolumeName(kind, name, owner, Optional.empty(), false, Optional.of(format)));
    }

    private static VolumeName image(String owner, File file, Optional<Base> base) {
        return new VolumeName(
                ContentKind.IMAGES, file.name(), Optional.of(owner), base, file.template(), Optional.of(file.format()));
    }

    private static File file(String name) {
        Matcher m = FILE.matcher(name);
        if (!m.matches()) {
            throw new Malformed("unable to parse volume filename '" + name + "'");
        }
        return new File(name, m.group(2), m.group(1).equals("base-"));
    }

    /** Whether an image of this name could be a volume. */
    static boolean isImageFile(String name) {
        return FILE.matcher(name).matches();
    }

    @Override
    public String toString() {
        String own = switch (kind) {
            case IMAGES -> owner.orElseThrow() + "/" + name;
            default -> kind.word() + "/" + name;
        };
        return base.map(b -> b.owner() + "/" + b.name() + "/").orElse("") + own;
    }
}
