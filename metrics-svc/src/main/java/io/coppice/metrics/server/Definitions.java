package io.coppice.metrics.server;

import io.coppice.contract.metrics.ServerKind;
import io.coppice.contract.word.Malformed;
import io.coppice.documents.section.SectionFile;
import io.coppice.store.Document;
import io.coppice.store.Image;
import io.coppice.store.Store;
import io.coppice.store.seal.Sealer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the sections of {@code status.cfg}. */
public final class Definitions {
    static final String FILE = "status.cfg:";
    private static final Logger LOG = LoggerFactory.getLogger(Definitions.class);
    private final Store store;
    private final Sealer sealer;
    private final Set<String> complained = ConcurrentHashMap.newKeySet();

    public Definitions(Store store, Sealer sealer) {
        this.store = store;
        this.sealer = sealer;
    }

    static String tokenPath(String id) {
        return "priv/metricserver/" + id + ".pw";
    }

    /** All of them, by name; one that cannot be read is passed over, with a word. */
    public List<Definition> all() {
        Image image = store.image();
        List<Definition> all = new ArrayList<>();
        Set<String> wrong = new HashSet<>();
        for (Document d : image.below(FILE)) {
            try {
                all.add(read(image, SectionFile.section(d.text())));
            } catch (Malformed | GeneralSecurityException e) {
                wrong.add(d.path());
                if (complained.add(d.path())) {
                    LOG.warn("nothing is sent to {}, which cannot be read: {}", d.path(), e.getMessage());
                }
            }
        }
        complained.retainAll(wrong);
        return all;
    }

    Optional<Document> find(String id) {
        return store.image().find(FILE + id);
    }

    Definition read(SectionFile.Section section) {
        try {
            return read(store.image(), section);
        } catch (GeneralSecurityException e) {
            // it can be shown, changed and given another token all the same
            return new Definition(section.id(), kind(section), section.properties(), Optional.empty());
        }
    }

    private Definition read(Image image, SectionFile.Section section) throws GeneralSecurityException {
        Optional<Document> sealed = image.find(tokenPath(section.id()));
        Optional<String> token = sealed.isEmpty()
                ? Optional.empty()
                : Optional.of(new String(sealer.open(sealed.get().text()), StandardCharsets.UTF_8));
        return new Definition(section.id(), kind(section), section.properties(), token);
    }

    static ServerKind kind(SectionFile.Section section) {
        return ServerKind.of(section.type())
                .orElseThrow(() -> new Malformed("there are no metric servers of type '" + section.type() + "'"));
    }

    String seal(String token) {
        return sealer.seal(token.getBytes(StandardCharsets.UTF_8));
    }

    Store store() {
        return store;
    }
}
