package io.coppice.archive.relay;

/** What a piece of a relay is; each is a byte, its length in four bytes, and that many bytes. */
enum Frame {
    DATA('D'),
    LINE('L'),
    /** All was sent. */
    END('E'),
    /** Not all could be sent, and why. */
    FAILURE('F');

    static final int MOST_BYTES = 1 << 20;
    private final char sign;

    Frame(char sign) {
        this.sign = sign;
    }

    int sign() {
        return sign;
    }
}
