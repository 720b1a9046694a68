package io.coppice.cli.verb;

import static io.coppice.cli.verb.Verb.verb;

import io.coppice.cli.show.ClusterPrinter;
import io.coppice.cli.show.Printers;
import java.util.List;

/** {@code coppice cluster}, and {@code pvecm} with its own words: nodes that are one cluster. */
final class Pvecm {
    private static final String CONFIG = "/cluster/config";
    private static final String ONE = CONFIG + "/nodes/{node}";

    private static final String EXPECTED =
            "there are no expected votes here that could be lowered: more than half of those who"
                    + " vote decide, always. Where they are lost for good, stop a node that is left and make it one of its own with"
                    + " 'coppice cluster separate'";

    private static final String SEPARATE =
            "it works on a node that is stopped, so it is part of the command 'coppice' alone:"
                    + " coppice cluster separate NODE...";

    private static final String FILES =
            "it is about this node's own files, so it is part of the command 'coppice' alone: coppice cluster backup --help";

    static final Program PVECM = new Program(
            "pvecm",
            "Found a cluster, join it, look at it.",
            List.of(
                    create(),
                    join("add"),
                    verb("delnode", "DELETE " + ONE).takes("node"),
                    status(),
                    nodes(),
                    Verb.none("expected", EXPECTED),
                    verb("apiver", "GET " + CONFIG + "/apiversion")));

    static final Program CLUSTER = new Program(
            "coppice cluster",
            "Found a cluster, join it, look at it, remove nodes.",
            List.of(
                    create(),
                    join("join"),
                    verb("token", "POST /coppice/cluster/tokens").takes("node").prints(Printers.only("token")),
                    verb("remove", "DELETE " + ONE).takes("node"),
                    status(),
                    nodes(),
                    verb("level", "GET /coppice/cluster/level").prints(ClusterPrinter::level),
                    verb("raise", "POST /coppice/cluster/level").prints(ClusterPrinter::level),
                    Verb.none("separate", SEPARATE),
                    Verb.none("backup", FILES),
                    Verb.none("restore", FILES)));

    private Pvecm() {}

    private static Verb create() {
        return verb("create", "POST " + CONFIG).takes("clustername");
    }

    /** The password may be a token. */
    private static Verb join(String name) {
        return verb(name, "POST " + CONFIG + "/join").takes("hostname").asks("password");
    }

    private static Verb status() {
        return verb("status", "GET /cluster/status").prints(ClusterPrinter::status);
    }

    private static Verb nodes() {
        return verb("nodes", "GET /cluster/status").prints(ClusterPrinter::votes);
    }
}
