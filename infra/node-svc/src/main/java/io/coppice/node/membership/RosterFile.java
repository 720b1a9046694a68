package io.coppice.node.membership;

import io.coppice.contract.word.Malformed;
import io.coppice.contract.word.NodeName;
import io.coppice.documents.member.ClusterMember;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The members as this node knew them last: what a start goes by until it has the truth, to which the way leads over links.
 * Each is its node's name in brackets and its document below.
 */
public final class RosterFile {
    private static final Logger LOG = LoggerFactory.getLogger(RosterFile.class);
    private final Path file;

    /** @param secret root's folder */
    public RosterFile(Path secret) {
        this.file = secret.resolve("members");
    }

    public List<ClusterMember> read() throws IOException {
        List<ClusterMember> all = new ArrayList<>();
        if (Files.exists(file)) {
            for (String part : Files.readString(file).split("(?m)^\\[")) {
                int end = part.indexOf("]\n");
                if (end > 0) {
                    all.add(member(part.substring(0, end), part.substring(end + 2)));
                }
            }
        }
        return all;
    }

    private static ClusterMember member(String node, String text) throws IOException {
        try {
            return ClusterMember.parse(new NodeName(node), text);
        } catch (Malformed e) {
            throw new IOException("the list of members is damaged at " + node + ": " + e.getMessage(), e);
        }
    }

    /** Whole or not at all; where it cannot be, an older one serves as well until the truth is there. */
    public void write(List<ClusterMember> members) {
        StringBuilder text = new StringBuilder();
        members.forEach(m -> text.append('[').append(m.node()).append("]\n").append(m.text()));
        try {
            Path fresh = file.resolveSibling("members.new");
            Files.writeString(
                    fresh,
                    text,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DSYNC);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("the list of members cannot be kept in {}: {}", file, e.getMessage());
        }
    }
}
