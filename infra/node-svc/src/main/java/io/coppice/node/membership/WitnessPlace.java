package io.coppice.node.membership;

import io.coppice.contract.api.cluster.AdmissionsApi.Admitted;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.documents.member.ClusterMember;
import io.coppice.node.certificate.Authority;
import io.coppice.node.certificate.LinkCertificate;
import io.coppice.node.link.LinkKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The folder of a witness with what makes it one: its own key, its certificate, and who the members are. */
public final class WitnessPlace {
    private final Path secret;
    private final LinkCertificate link;
    private final RosterFile roster;

    /** @param secret a folder that nobody else enters */
    public WitnessPlace(Path secret) {
        this.secret = secret;
        this.link = new LinkCertificate(secret);
        this.roster = new RosterFile(secret);
    }

    /**
     * Whom it asks to be admitted, and as what.
     *
     * @param other a node of the cluster, {@code host} or {@code host:port}
     * @param fingerprint of that node's certificate
     * @param user who admits it, where the password is no token
     * @param host where nodes reach it
     * @param port at which they do
     */
    public record Ask(String other, String fingerprint, String user, NodeName name, String host, int port) {}

    /** The members as it knew them last, itself among them. */
    public RosterFile roster() {
        return roster;
    }

    public LinkKey key() {
        return new LinkKey(link.certificate(), link.key());
    }

    /** Itself; empty where no cluster has admitted it. */
    public Optional<ClusterMember> self() throws IOException {
        return roster.read().stream().filter(ClusterMember::isWitness).findFirst();
    }

    /**
     * Has it admitted. The key is made here and stays here; what the cluster gives is a certificate and the members' list.
     *
     * @throws Refused as the cluster refuses
     * @throws IOException where the node cannot be reached or is another one
     */
    public void join(Ask in, String password, Instant now) throws IOException, InterruptedException {
        // signed by nobody whom anybody knows, until the cluster has signed
        link.ensure(in.name(), Authority.anew(now), now);
        Map<String, Object> ask = new LinkedHashMap<>();
        ask.put("node", in.name());
        ask.put("request", link.request(in.name()));
        ask.put("address", (in.host().indexOf(':') >= 0 ? "[" + in.host() + "]" : in.host()) + ":" + in.port());
        ask.put("witness", "1");
        try (OtherNode other = new OtherNode(in.other(), in.fingerprint())) {
            Admitted admitted = other.admit(ask, in.user(), password);
            link.replace(admitted.certificate());
            List<ClusterMember> members = admitted.members().stream()
                    .map(m -> ClusterMember.parse(m.node(), m.document()))
                    .toList();
            roster.write(members);
            if (!Files.exists(secret.resolve("members"))) {
                throw new IOException("the list of members could not be kept in " + secret);
            }
        }
    }
}
