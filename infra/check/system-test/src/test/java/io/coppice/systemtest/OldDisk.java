package io.coppice.systemtest;

import io.coppice.access.PublicKeys;
import io.coppice.access.TicketSigner;
import io.coppice.contract.word.UserId;
import io.coppice.store.seal.Sealer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;

/** What somebody can do who has a node's whole disk: open its keyring, and with it the key that signed tickets. */
final class OldDisk {
    private final Sealer keyring;
    private final TicketSigner signer;

    private OldDisk(Sealer keyring, TicketSigner signer) {
        this.keyring = keyring;
        this.signer = signer;
    }

    /** @param data the node's folder, which is copied */
    static OldDisk copy(Path data, Path to) throws Exception {
        Files.createDirectories(to);
        Path ring =
                Files.copy(data.resolve("secret/keyring"), to.resolve("keyring"), StandardCopyOption.COPY_ATTRIBUTES);
        Sealer keyring = Sealer.withKeyring(ring);
        byte[] key = keyring.open(Files.readString(data.resolve("etc-pve/priv/authkey.key")));
        return new OldDisk(keyring, new TicketSigner(PublicKeys.rsaPrivate(new String(key, StandardCharsets.UTF_8))));
    }

    /** A ticket of root's that nobody asked a node for. */
    String forged() {
        return signer.ticket(UserId.ROOT, Instant.now());
    }

    boolean opens(String sealed) {
        try {
            return keyring.open(sealed).length > 0;
        } catch (java.security.GeneralSecurityException e) {
            return false;
        }
    }
}
