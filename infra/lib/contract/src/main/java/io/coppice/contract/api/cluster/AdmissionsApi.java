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
            @Param("The node that may join with it.") NodeName node,

            @Param(value = "For how long.", min = 60, max = 86_400, otherwise = "3600", unit = "s")
            int term) {}

    /** @param token is told this once; it is kept as a hash */
    public record Token(String token, NodeName node, long until) {}

    public record Ask(
            @Param("The node that joins.") NodeName node,

            @Param(value = "Its request for a certificate, PEM.", maxLength = 8192)
            String request,

            @Param(value = "Where its cluster port is.", maxLength = 262)
            String address,

            @Param(value = "The certificate of its public port, PEM.", maxLength = 16_384)
            String certificate,

            @Param(value = "The number it wants.", min = 1) Optional<Integer> number) {}

    public record AskByToken(
            @Param("The node that joins.") NodeName node,

            @Param(value = "Its request for a certificate, PEM.", maxLength = 8192)
            String request,

            @Param(value = "Where its cluster port is.", maxLength = 262)
            String address,

            @Param(value = "The certificate of its public port, PEM.", maxLength = 16_384)
            String certificate,

            @Param(value = "The number it wants.", min = 1) Optional<Integer> number,

            @Param(value = "The token of one use.", maxLength = 128, secret = true)
            String token) {}

    /**
     * What the node gets; its keys it fetches over its link, which the gateway does not see.
     *
     * @param authority the cluster's, PEM
     * @param certificate of its links, PEM
     * @param member its name among those who hold the truth
     * @param members the documents of all members by node, its own too
     */
    public record Admitted(String cluster, String authority, String certificate, String member, List<Member> members) {}

    /** @param document as {@code cluster/members/NODE} has it */
    public record Member(NodeName node, String document) {}

    public static final Endpoint<ForNode, Token> TOKEN = post(PATH + "/tokens", ForNode.class, Token.class)
            .summary("Make a token with which one node can join once.")
            .allow(MANAGE)
            .servedBy(Service.NODE)
            .noTokens()
            .build();

    public static final Endpoint<Ask, Admitted> ADMIT = post(PATH + "/admissions", Ask.class, Admitted.class)
            .summary("Admit a node.")
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
