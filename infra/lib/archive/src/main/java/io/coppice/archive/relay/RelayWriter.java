package io.coppice.archive.relay;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The side that has the bytes. */
public final class RelayWriter {
    private static final int BUFFER = 1 << 17;
    private static final int LONGEST_LINE = 16 * 1024;
    private final DataOutputStream out;

    public RelayWriter(OutputStream out) {
        this.out = new DataOutputStream(new BufferedOutputStream(out, BUFFER));
    }

    /** A word about what happens, for the reader's log. */
    public void line(String text) throws IOException {
        text(Frame.LINE, text);
    }

    /** Takes the bytes; to be written to by one thread, and not at the same time as words. */
    public OutputStream data() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                for (int done = 0; done < length; done += Frame.MOST_BYTES) {
                    frame(Frame.DATA, bytes, from + done, Math.min(Frame.MOST_BYTES, length - done));
                }
            }
        };
    }

    public void end() throws IOException {
        text(Frame.END, "");
    }

    public void fail(String why) throws IOException {
        text(Frame.FAILURE, why);
    }

    private void text(Frame frame, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] few = Arrays.copyOf(bytes, Math.min(bytes.length, LONGEST_LINE));
        frame(frame, few, 0, few.length);
        out.flush();
    }

    private synchronized void frame(Frame frame, byte[] bytes, int from, int length) throws IOException {
        out.writeByte(frame.sign());
        out.writeInt(length);
        out.write(bytes, from, length);
    }
}
