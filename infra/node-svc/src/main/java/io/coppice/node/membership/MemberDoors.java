package io.coppice.node.membership;

import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.documents.member.ClusterMember;
import io.coppice.node.link.LinkServer;
import io.coppice.node.link.Roster;
import io.coppice.servicekit.serve.WireJson;
import io.coppice.store.seal.Sealer;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a member may ask of another over its link: the cluster's keys, how far it is itself, and to be let go. */
public final class MemberDoors {
    static final String KEYS = "/keys";
    static final String LEAVE = "/leave";
    static final String STANDING = "/standing";

    /** All of them. */
    public static final List<String> PATHS = List.of(KEYS, LEAVE, STANDING);

    private MemberDoors() {}

    /**
     * @param sealer what the keyring's file is read by
     * @param roster by which other nodes are known
     * @param keyring the file
     * @param live the file with the name that live state is shared under
     */
    public static Map<String, LinkServer.Behind> of(
            Vertx vertx, Admission admission, Sealer sealer, Roster roster, Path keyring, Path live) {
        return Map.of(
                KEYS,
                (peer, request) -> vertx.executeBlocking(() -> WireJson.bytes(Map.of(
                                "keyring",
                                Files.readString(keyring),
                                "live",
                                Files.readString(live).strip())))
                        .onSuccess(keys -> request.response().end(Buffer.buffer(keys)))
                        .onFailure(
                                cause -> request.response().setStatusCode(503).end()),
                STANDING,
                (peer, request) -> vertx.executeBlocking(() -> standing(sealer.newest(), sealer.ids(), roster))
                        .onSuccess(standing -> request.response().end(Buffer.buffer(standing)))
                        .onFailure(
                                cause -> request.response().setStatusCode(503).end()),
                LEAVE,
                (peer, request) -> vertx.executeBlocking(() -> left(admission, peer.node()))
                        .onSuccess(done -> request.response().end())
                        .onFailure(
                                cause -> request.response().setStatusCode(503).end()));
    }

    /** What a witness can be asked: which certificates it takes for whose. It has no keys. */
    public static Map<String, LinkServer.Behind> ofWitness(Roster roster) {
        return Map.of(
                STANDING, (peer, request) -> request.response().end(Buffer.buffer(standing("", Set.of(), roster))));
    }

    private static byte[] standing(String seals, Set<String> keys, Roster roster) {
        List<String> prints = new ArrayList<>();
        for (ClusterMember member : roster.all()) {
            prints.add(member.fingerprint());
            member.next().ifPresent(prints::add);
        }
        return WireJson.bytes(Map.of("seals", seals, "keys", List.copyOf(keys), "fingerprints", prints));
    }

    private static boolean left(Admission admission, NodeName node) throws IOException {
        try {
            admission.out(node, "system:node@" + node);
            return true;
        } catch (Refused e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
