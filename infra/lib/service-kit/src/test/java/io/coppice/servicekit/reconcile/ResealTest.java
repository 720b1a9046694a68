package io.coppice.servicekit.reconcile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.endpoint.Service;
import io.coppice.documents.member.SealingKey;
import io.coppice.store.Change;
import io.coppice.store.Outcome;
import io.coppice.store.memory.MemoryStore;
import io.coppice.store.seal.Sealer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResealTest {
    private static final byte[] SECRET = "a token".getBytes(StandardCharsets.UTF_8);
    private static final String OWN = "priv/metricserver/influx.pw";
    private static final String OTHERS = "priv/authkey.key";
    private static final String OF_TASK = "priv/tasks/task-pve1-1/metrics";
    private static final String OF_OTHERS_TASK = "priv/tasks/task-pve1-1/compute";

    @Test
    void what_an_older_key_sealed_is_sealed_anew_by_whom_it_belongs_to(@TempDir Path dir) throws Exception {
        Sealer sealer = Sealer.withKeyring(dir.resolve("keyring"));
        try (MemoryStore store = new MemoryStore()) {
            put(store, Service.METRICS, OWN, sealer);
            put(store, Service.METRICS, OF_TASK, sealer);
            put(store, Service.AUTH, OTHERS, sealer);
            put(store, Service.COMPUTE, OF_OTHERS_TASK, sealer);
            Reseal reseal = new Reseal(store, sealer, Service.METRICS);
            long before = store.image().revision().number();
            reseal.reconcile();
            sealer.rotate();
            reseal.reconcile();
            assertEquals(before, store.image().revision().number(), "the truth names no key");
            name(store, "0badcafe");
            reseal.reconcile();
            assertTrue(sealer.isOutdated(text(store, OWN)), "this node has not come to that key yet");
            name(store, sealer.newest());
            reseal.reconcile();
            for (String path : new String[] {OWN, OF_TASK}) {
                assertFalse(sealer.isOutdated(text(store, path)), path);
                assertArrayEquals(SECRET, sealer.open(text(store, path)));
            }
            assertTrue(sealer.isOutdated(text(store, OTHERS)) && sealer.isOutdated(text(store, OF_OTHERS_TASK)));
        }
    }

    private static void name(MemoryStore store, String key) {
        store.submit(Change.by(Service.NODE, "root@pam")
                .put(SealingKey.PATH, new SealingKey(key).text())
                .build());
    }

    private static void put(MemoryStore store, Service service, String path, Sealer sealer) {
        Outcome outcome = store.submit(
                Change.by(service, "root@pam").put(path, sealer.seal(SECRET)).build());
        assertTrue(outcome instanceof Outcome.Done, outcome.toString());
    }

    private static String text(MemoryStore store, String path) {
        return store.image().find(path).orElseThrow().text();
    }
}
