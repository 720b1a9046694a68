package io.coppice.documents.member;

import io.coppice.documents.section.KeyFile;
import java.util.Optional;

/** Where the cluster's name stands; a node that is alone has no such document. */
public final class ClusterName {
    public static final String PATH = "cluster/config";

    private ClusterName() {}

    /** Empty where the text names none. */
    public static Optional<String> parse(String text) {
        return Optional.ofNullable(KeyFile.parse(text).file().values().get("name"));
    }
}
