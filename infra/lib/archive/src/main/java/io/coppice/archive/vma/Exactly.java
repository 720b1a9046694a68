package io.coppice.archive.vma;

import java.io.IOException;
import java.io.InputStream;

/** Reads as many bytes as there have to be. */
final class Exactly {
    private Exactly() {}

    /** @throws VmaDamaged if there are fewer */
    static byte[] read(InputStream in, int count, String what) throws IOException {
        byte[] all = in.readNBytes(count);
        if (all.length < count) {
            throw new VmaDamaged("it is cut off within its " + what);
        }
        return all;
    }
}
