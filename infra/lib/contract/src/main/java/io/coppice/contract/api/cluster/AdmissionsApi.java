package io.coppice.contract.api.cluster;

import static io.coppice.contract.endpoint.Endpoint.post;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Guard;
import io.coppice.contract.endpoint.Param;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import java.util.List;
import java.util.Optional;

/** /coppice/cluster: what a node that joins asks of one that belongs to the cluster. */
public final class AdmissionsApi {
    private static final String PATH = "/coppice/cluster";
    private static final Guard MANAGE = Guard.on("/", "Sys.Modify");

    public record ForNode(
            @Param("The node, or the witness, that may join with it.")
            NodeName node,

            @Param(value = "For how long.", min = 60, max = 86_400, otherwise = "3600", unit = "s")
            int term,

            @Param("Whether it is for a witness: a node cannot join with it then, and no witness without.")
            Optional<Boolean> witness) {}

    /** @param token is told this once; it is kept as a hash */
    public record Token(String token, NodeName node, long until) {}

    public record Ask(
            @Param("The node that joins, or the witness.") NodeName node,

            @Param(value = "Its request for a certificate, PEM.", maxLength = 8192)
            String request,

            @Param(value = "Where its cluster port is.", maxLength = 262)
            String address,

            @Param(value = "The certificate of its public port, PEM; a witness has none.", maxLength = 16_384)
            Optional<String> certificate,

            @Param(value = "The number it wants.", min = 1) Optional<Integer> number,

            @Param("Whether it is a witness, which votes and is no node.")
            Optional<Boolean> witness,

            @Param(value = "The newest level of the truth's behaviour that its program knows.", min = 1)
            Optional<Integer> level) {}

    public record AskByToken(
            Ask ask,

            @Param(value = "The token of one use.", maxLength = 128, secret = true)
            String token) {}

    /**
     * What the node gets; its keys it fetches over its link, which the gateway does not see.
     *
     * @param authority the cluster's, PEM
     * @param certificate of its links, PEM
     * @param member its name among those who hold the truth
     * @param members the documents of all members by node, its own and the witness' too
     */
    public record Admitted(String cluster, String authority, String certificate, String member, List<Member> members) {}

    /** @param document as {@code cluster/members/NODE} has it, or {@code cluster/witnesses/NAME} */
    public record Member(NodeName node, String document) {}

    public static final Endpoint<ForNode, Token> TOKEN = post(PATH + "/tokens", ForNode.class, Token.class)
            .summary("Make a token with which one node, or a witness, can join once.")
            .allow(MANAGE)
            .servedBy(Service.NODE)
            .noTokens()
            .build();

    public static final Endpoint<Ask, Admitted> ADMIT = post(PATH + "/admissions", Ask.class, Admitted.class)
            .summary("Admit a node, or a witness.")
            .allow(MANAGE)
            .servedBy(Service.NODE)
            .noTokens()
            .build();

    public static final Endpoint<AskByToken, Admitted> ADMIT_BY_TOKEN = post(
                    PATH + "/token-admissions", AskByToken.class, Admitted.class)
            .summary("Admit the node that a token was made for.")
            .allow(Guard.world())
            .servedBy(Service.NODE)
            .build();

    public static final List<Endpoint<?, ?>> ALL = List.of(TOKEN, ADMIT, ADMIT_BY_TOKEN);

    private AdmissionsApi() {}
}
