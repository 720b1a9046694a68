package io.coppice.store;

import io.coppice.contract.word.Digest;
import java.nio.charset.StandardCharsets;

/**
 * A document: a file under {@code /etc/pve}, or a section of one ({@code storage.cfg:local}).
 *
 * @param path {@code nodes/pve1/qemu-server/100.conf}; a section is its file's path, a colon and its name
 * @param text UTF-8 text
 * @param digest SHA-1 of the text in hex
 * @param revision the number of the change that wrote it last
 * @param since the number of the change at which its path came to be; for a guest's configuration the ownership epoch of
 *     the node under which it lies
 */
public record Document(String path, String text, Digest digest, long revision, long since) {
    public byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
