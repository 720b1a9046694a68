package io.coppice.standalone;

import io.coppice.contract.word.NodeName;
import io.coppice.documents.member.ClusterMember;
import io.coppice.node.membership.LostMajority;
import io.coppice.node.membership.RosterFile;
import io.coppice.store.raft.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code coppice cluster separate}: makes of a member whose cluster has lost its majority for good a node that is alone. Only
 * while its services are stopped.
 */
public final class SeparateMain {
    private SeparateMain() {}

    public static void main(String... argv) {
        Logging.configure("separate");
        try {
            List<String> words = new ArrayList<>(List.of(argv));
            DataFolder data = new DataFolder(Path.of(words.removeFirst()));
            separate(data, ThisHost.name(), words);
        } catch (IOException e) {
            System.err.println("coppice: nothing was separated: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void separate(DataFolder data, NodeName here, List<String> named) throws IOException {
        if (!Files.isDirectory(data.secret())) {
            throw new IOException("there is no node in " + data.root());
        }
        RosterFile roster = new RosterFile(data.secret());
        List<ClusterMember> others = LostMajority.require(roster.read(), here, named);
        Path kept = Stores.separate(
                data.store(), here, path -> LostMajority.staysBehind(path, others), LostMajority.owed(others));
        roster.write(List.of());
        System.out.println("Node '" + here + "' is alone now; what it held as a member is kept in " + kept + ".");
        System.out.println(
                "Its keys are made anew as it starts: whoever was logged in logs in again. The nodes that are left"
                        + " behind must never run again as they are; they can join anew when they are empty.");
    }
}
