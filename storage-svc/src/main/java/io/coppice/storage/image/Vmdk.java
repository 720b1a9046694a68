package io.coppice.storage.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header of a VMDK image: one sparse file with its descriptor inside, or a descriptor that names its extents. The
 * source is VMware's "Virtual Disk Format 5.0".
 */
final class Vmdk {
    private static final String SPARSE = "KDMV";
    private static final int HEADER = 79;
    private static final int LONGEST_DESCRIPTOR = 1 << 20;
    private static final int SECTOR = 512;
    private static final Pattern EXTENT =
            Pattern.compile("(?m)^(?:RW|RDONLY|NOACCESS)[ \\t]+(\\d{1,18})[ \\t]+[A-Z]+\\b");
    private static final Pattern PARENT = Pattern.compile("(?m)^parentFileNameHint=\"([^\"\\r\\n]*)\"");
    private static final Pattern TYPE = Pattern.compile("(?m)^createType=\"[A-Za-z0-9-]+\"");

    private Vmdk() {}

    static Header header(Content content) throws IOException {
        if (content.text(0, 4).equals(SPARSE)) {
            return sparse(content);
        }
        String descriptor = content.text(0, (int) Math.min(content.size(), LONGEST_DESCRIPTOR));
        if (!TYPE.matcher(descriptor).find()) {
            throw new IOException("this is no VMDK image");
        }
        long sectors = 0;
        Matcher extents = EXTENT.matcher(descriptor);
        while (extents.find()) {
            sectors = Math.addExact(sectors, Long.parseLong(extents.group(1)));
        }
        return header(sectors, descriptor);
    }

    private static Header sparse(Content content) throws IOException {
        ByteBuffer b = content.at(0, HEADER).order(ByteOrder.LITTLE_ENDIAN);
        if (b.remaining() < HEADER) {
            throw new IOException("this VMDK image is cut off");
        }
        long at = b.getLong(28);
        long length = b.getLong(36);
        if (at < 0 || length < 0 || at > Long.MAX_VALUE / SECTOR || length > LONGEST_DESCRIPTOR / SECTOR) {
            throw new IOException("the header of this VMDK image is damaged");
        }
        return header(b.getLong(12), content.text(at * SECTOR, (int) length * SECTOR));
    }

    private static Header header(long sectors, String descriptor) throws IOException {
        if (sectors < 0 || sectors > Long.MAX_VALUE / SECTOR) {
            throw new IOException("the size of this VMDK image is damaged");
        }
        Matcher parent = PARENT.matcher(descriptor);
        Optional<String> backing = parent.find() ? Optional.of(parent.group(1)) : Optional.empty();
        return new Header(sectors * SECTOR, backing.filter(name -> !name.isEmpty()));
    }
}
