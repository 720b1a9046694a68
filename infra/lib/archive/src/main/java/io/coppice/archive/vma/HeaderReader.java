package io.coppice.archive.vma;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads a header, and believes no number in it before it has been looked at. */
final class HeaderReader {
    private final ByteBuffer whole;
    private final int blobsAt;
    private final int blobsSize;

    private HeaderReader(ByteBuffer whole) throws VmaDamaged {
        this.whole = whole;
        this.blobsAt = whole.getInt(Layout.BLOBS_OFFSET_AT);
        this.blobsSize = whole.getInt(Layout.BLOBS_SIZE_AT);
        if (blobsAt < Layout.FIXED_HEADER || blobsSize < 0 || (long) blobsAt + blobsSize > whole.limit()) {
            throw new VmaDamaged("its texts lie outside of its header");
        }
    }

    static VmaHeader read(InputStream in) throws IOException {
        byte[] fixed = Exactly.read(in, Layout.FIXED_HEADER, "header");
        ByteBuffer start = ByteBuffer.wrap(fixed);
        if (start.getInt(Layout.MAGIC_AT) != Layout.MAGIC) {
            throw new VmaDamaged("it does not begin as a VMA archive does");
        }
        if (start.getInt(Layout.VERSION_AT) != Layout.VERSION) {
            throw new VmaDamaged("it is of version " + Integer.toUnsignedString(start.getInt(Layout.VERSION_AT))
                    + "; version 1 can be read");
        }
        int size = start.getInt(Layout.SIZE_AT);
        if (size < Layout.FIXED_HEADER || size > Layout.LONGEST_HEADER) {
            throw new VmaDamaged("its header says that it has " + Integer.toUnsignedString(size) + " bytes");
        }
        byte[] tail = Exactly.read(in, size - Layout.FIXED_HEADER, "header");
        ByteBuffer whole = ByteBuffer.allocate(size).put(0, fixed).put(Layout.FIXED_HEADER, tail);
        if (!Layout.hasMd5(whole, Layout.MD5_AT)) {
            throw new VmaDamaged("its header does not have the checksum that it names");
        }
        try {
            HeaderReader reader = new HeaderReader(whole);
            UUID uuid = new UUID(whole.getLong(Layout.UUID_AT), whole.getLong(Layout.UUID_AT + 8));
            return new VmaHeader(uuid, whole.getLong(Layout.CTIME_AT), reader.configs(), reader.devices());
        } catch (IllegalArgumentException e) {
            throw new VmaDamaged(String.valueOf(e.getMessage()));
        }
    }

    private Map<String, byte[]> configs() throws VmaDamaged {
        Map<String, byte[]> all = new LinkedHashMap<>();
        for (int i = 0; i < Layout.SLOTS; i++) {
            int name = whole.getInt(Layout.CONFIG_NAMES_AT + 4 * i);
            int data = whole.getInt(Layout.CONFIG_DATA_AT + 4 * i);
            if (name != 0 && data != 0 && all.put(text(name), blob(data)) != null) {
                throw new VmaDamaged("it has two configurations of one name");
            }
        }
        return all;
    }

    private List<VmaHeader.Device> devices() throws VmaDamaged {
        List<VmaHeader.Device> all = new ArrayList<>();
        for (int id = 1; id < Layout.SLOTS; id++) {
            int at = Layout.DEVICES_AT + id * Layout.DEVICE_ENTRY;
            int name = whole.getInt(at);
            long bytes = whole.getLong(at + 8);
            if (name != 0 && bytes != 0) {
                all.add(new VmaHeader.Device(id, text(name), bytes));
            }
        }
        return all;
    }

    private String text(int place) throws VmaDamaged {
        byte[] blob = blob(place);
        int length = blob.length > 0 && blob[blob.length - 1] == 0 ? blob.length - 1 : blob.length;
        return new String(blob, 0, length, StandardCharsets.ISO_8859_1);
    }

    private byte[] blob(int place) throws VmaDamaged {
        if (place < 0 || place + 2L > blobsSize) {
            throw new VmaDamaged("a text lies outside of its header");
        }
        int length = whole.get(blobsAt + place) & 0xff | (whole.get(blobsAt + place + 1) & 0xff) << 8;
        if (place + 2L + length > blobsSize) {
            throw new VmaDamaged("a text reaches out of its header");
        }
        byte[] blob = new byte[length];
        whole.get(blobsAt + place + 2, blob);
        return blob;
    }
}
