package io.coppice.archive.vma;

import java.io.IOException;

/** An archive is not what it should be: cut off, altered, or of absurd sizes. */
public final class VmaDamaged extends IOException {
    private static final long serialVersionUID = 1L;

    VmaDamaged(String what) {
        super("the VMA archive is damaged: " + what);
    }
}
