package io.coppice.metrics.send;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Lines that are sent together. */
record Batch(byte[] bytes, int lines) {
    /** As few as hold all lines, none longer than so many bytes; a line that is longer by itself is one for itself. */
    static List<Batch> of(List<String> lines, int mostBytes) {
        List<Batch> all = new ArrayList<>();
        ByteArrayOutputStream open = new ByteArrayOutputStream();
        int count = 0;
        for (String line : lines) {
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            if (count > 0 && open.size() + bytes.length > mostBytes) {
                all.add(new Batch(open.toByteArray(), count));
                open.reset();
                count = 0;
            }
            open.writeBytes(bytes);
            count++;
        }
        if (count > 0) {
            all.add(new Batch(open.toByteArray(), count));
        }
        return all;
    }
}
