package io.coppice.metrics.history;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/** A row's bytes: the number of its period, the checksum of all the rest, its values. */
final class Row {
    private static final int HEAD = 8;

    private Row() {}

    static int bytes(int columns) {
        return HEAD + 4 * columns;
    }

    static ByteBuffer write(int period, float[] values) {
        ByteBuffer row = ByteBuffer.allocate(bytes(values.length));
        row.putInt(0, period);
        for (int c = 0; c < values.length; c++) {
            row.putFloat(HEAD + 4 * c, values[c]);
        }
        row.putInt(4, checksum(row, 0, row.capacity()));
        return row;
    }

    /** What stands at an offset, if it is the row of this period and whole. */
    static Optional<float[]> read(ByteBuffer file, int offset, int period, int columns) {
        if (file.limit() < offset + bytes(columns)
                || file.getInt(offset) != period
                || file.getInt(offset + 4) != checksum(file, offset, bytes(columns))) {
            return Optional.empty();
        }
        float[] values = new float[columns];
        for (int c = 0; c < columns; c++) {
            values[c] = file.getFloat(offset + HEAD + 4 * c);
        }
        return Optional.of(values);
    }

    private static int checksum(ByteBuffer file, int offset, int length) {
        CRC32C sum = new CRC32C();
        sum.update(file.slice(offset, 4));
        sum.update(file.slice(offset + HEAD, length - HEAD));
        return (int) sum.getValue();
    }
}
