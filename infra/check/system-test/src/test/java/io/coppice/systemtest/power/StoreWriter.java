package io.coppice.systemtest.power;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.store.Change;
import io.coppice.store.Document;
import io.coppice.store.Outcome;
import io.coppice.store.Store;
import io.coppice.store.raft.StoreOptions;
import io.coppice.store.raft.Stores;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Opens a store, says what is in it ({@code found WRITER VALUE}, then {@code ready}), and goes on writing from several
 * threads, each change after the one before was acknowledged ({@code done WRITER VALUE}), until its power is lost.
 */
public final class StoreWriter {
    static final int WRITERS = 4;

    private StoreWriter() {}

    /** @param args the store's folder */
    public static void main(String[] args) throws Exception {
        Logger.getLogger("").setLevel(Level.WARNING);
        StoreOptions options = StoreOptions.usual().withMinFreeBytes(0).withSnapshotBytes(256 << 10);
        try (Store store = Stores.open(Path.of(args[0]), new NodeName("pve1"), options)) {
            Thread[] writers = new Thread[WRITERS];
            int[] last = new int[WRITERS];
            for (int w = 0; w < WRITERS; w++) {
                last[w] = value(store.image().find("ha/" + w));
                say("found " + w + " " + last[w]);
            }
            say("ready");
            for (int w = 0; w < WRITERS; w++) {
                int writer = w;
                writers[w] = Thread.ofPlatform().start(() -> write(store, writer, last[writer] + 1));
            }
            for (Thread writer : writers) {
                writer.join();
            }
        }
    }

    private static int value(Optional<Document> document) {
        return document.map(d -> Integer.parseInt(d.text().substring(0, d.text().indexOf(' '))))
                .orElse(-1);
    }

    private static void write(Store store, int writer, int from) {
        for (int value = from; ; value++) {
            String text = value + " " + "x".repeat(value * 37 % 3000);
            Change.Write put = new Change.Write.Put("ha/" + writer, text.getBytes(StandardCharsets.UTF_8));
            Outcome outcome =
                    store.submit(new Change(UUID.randomUUID(), Service.COMPUTE, "power", List.of(), List.of(put)));
            if (!(outcome instanceof Outcome.Done)) {
                say("not done " + writer + " " + value + " " + outcome);
                return;
            }
            say("done " + writer + " " + value);
        }
    }

    private static void say(String line) {
        synchronized (StoreWriter.class) {
            System.out.println(line);
        }
    }
}
