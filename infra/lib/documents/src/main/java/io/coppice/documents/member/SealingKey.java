package io.coppice.documents.member;

import io.coppice.documents.section.KeyFile;
import java.util.Map;
import java.util.Optional;

/**
 * With which key of the keyring secrets are sealed, where a node has left the cluster since it was made.
 *
 * @param id of the key; the key itself is nowhere but in keyrings
 */
public record SealingKey(String id) {
    public static final String PATH = "cluster/keyring";

    public String text() {
        return new KeyFile(Map.of("key", id), Optional.empty()).text();
    }

    /** Empty where the text names none. */
    public static Optional<SealingKey> parse(String text) {
        return Optional.ofNullable(KeyFile.parse(text).file().values().get("key"))
                .map(SealingKey::new);
    }
}
