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

    /** Whether every one of them is in reach and takes a certificate for this node's; waits three seconds for it at most. */
    boolean allKnow(String fingerprint) throws InterruptedException;
}
