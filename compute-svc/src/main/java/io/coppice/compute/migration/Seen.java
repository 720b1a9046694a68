package io.coppice.compute.migration;

import io.coppice.compute.guest.Guest;
import io.coppice.compute.guest.PendingChanges;
import io.coppice.contract.failure.Refused;
import io.coppice.documents.guest.GuestConfig;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A guest's configuration as a move has seen it when its disks were listed: one that is added later would stay behind. What
 * waits counts as if it held, since a guest that is shut down lets it hold; the lock does not count. Pure.
 */
final class Seen {
    private Seen() {}

    /** SHA-256 in hex. */
    static String digest(Guest guest) {
        GuestConfig settled = PendingChanges.applied(guest.vmid(), guest.config());
        String text = settled.current(settled.current().without("lock")).text();
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** @throws Refused in the words that clients know, when it is not what was seen */
    static void require(String digest, Guest guest) {
        if (!digest(guest).equals(digest)) {
            throw Refused.conflict("detected modified configuration - file changed by other user? Try again.");
        }
    }
}
