package io.coppice.node.membership;

import io.coppice.contract.api.cluster.AdmissionsApi;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.documents.section.KeyFile;
import io.coppice.servicekit.truth.Decided;
import io.coppice.store.Change;
import io.coppice.store.Document;
import io.coppice.store.Store;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tokens with which one node can join once: 128 random bits, kept as their hash, bound to the node's name. One for a witness
 * lets no node in: whoever runs a witness gets no keys.
 */
public final class JoinTokens {
    private static final Pattern FORM = Pattern.compile("join![0-9a-f]{32}");
    static final String FOLDER = "priv/coppice/node/join/";
    private static final String WITNESS = "witness";
    private final Store store;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    public JoinTokens(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Whether what stands in place of a password is one. */
    static boolean isToken(String text) {
        return FORM.matcher(text).matches();
    }

    AdmissionsApi.Token make(NodeName node, boolean witness, int termSeconds, String actor) {
        byte[] bits = new byte[16];
        random.nextBytes(bits);
        String token = "join!" + HexFormat.of().formatHex(bits);
        long until = clock.instant().getEpochSecond() + termSeconds;
        Change.Builder change = Change.by(Service.NODE, actor);
        for (Document old : store.image().below(FOLDER)) {
            if (until(old) < clock.instant().getEpochSecond()) {
                change.delete(old.path());
            }
        }
        Map<String, String> keys = new HashMap<>(Map.of("node", node.text(), "until", Long.toString(until)));
        if (witness) {
            keys.put(WITNESS, "1");
        }
        String text = new KeyFile(keys, Optional.empty()).text();
        Decided.require(store.submit(change.put(path(token), text).build()), Admission.UNCHANGED);
        return new AdmissionsApi.Token(token, node, until);
    }

    /**
     * What stands for a token, to be deleted by the change that admits the node.
     *
     * @throws Refused unless it was made for this node, or this witness, is not over and not spent
     */
    Document require(String token, NodeName node, boolean witness) {
        return store.image()
                .find(path(token))
                .filter(d -> ClusterTruth.keys(d).getOrDefault("node", "").equals(node.text()))
                .filter(d -> ClusterTruth.keys(d).containsKey(WITNESS) == witness)
                .filter(d -> until(d) >= clock.instant().getEpochSecond())
                .orElseThrow(() -> new Refused(
                        new Failure.Unauthenticated("this token is not one with which '" + node + "' may join now")));
    }

    private static long until(Document d) {
        return Long.parseLong(ClusterTruth.keys(d).getOrDefault("until", "0"));
    }

    private static String path(String token) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return FOLDER + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing from this JDK", e);
        }
    }
}
