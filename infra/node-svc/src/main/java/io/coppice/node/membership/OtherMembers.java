package io.coppice.node.membership;

import io.coppice.contract.word.NodeName;
import java.util.List;
import java.util.Optional;

/** What the other members have and know, as far as they are in reach. */
public interface OtherMembers {
    /**
     * Waits until all of them have a key, ten seconds at most.
     *
     * @return who has not, those out of reach among them; they get it when they are back
     */
    List<NodeName> lacking(String key) throws InterruptedException;

    /** A keyring that has a key, as its file has it; empty where nobody in reach has. */
    Optional<String> with(String key);

    /** Whether every other node is in reach and seals with a key. */
    boolean allSealWith(String key) throws InterruptedException;

    /**
     * Whether every one of them takes a certificate for this node's; waits three seconds for it at most. It is not so while one
     * is out of reach, but for those that have been for ten minutes: they are left out.
     */
    boolean allKnow(String fingerprint) throws InterruptedException;
}
