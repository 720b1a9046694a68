package io.coppice.node.event;

import io.coppice.contract.endpoint.Service;
import io.coppice.store.Change;
import io.coppice.store.Document;
import io.coppice.store.Outcome;
import io.coppice.store.Store;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the truth's history has been brought to a Kafka that all nodes share, as the truth has it: whoever comes to lead
 * goes on there. It may be behind, and never ahead.
 */
public final class HistoryPlace {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryPlace.class);
    private final Store store;

    public HistoryPlace(Store store) {
        this.store = store;
    }

    /** @return 0 where nothing was brought to this Kafka */
    long upTo(String log, String kafka) {
        return store.image()
                .find(HistoryEvents.KAFKA_CURSOR)
                .map(Document::text)
                .map(text -> text.strip().split(" ", 3))
                .filter(words -> words.length == 3 && words[0].equals(log) && words[2].equals(kafka))
                .filter(words -> words[1].matches("[0-9]{1,18}"))
                .map(words -> Long.parseLong(words[1]))
                .orElse(0L);
    }

    /** Nothing happens where that is known already; what cannot be written now is written the next time. */
    void keep(String log, long upTo, String kafka) {
        String text = log + " " + upTo + " " + kafka + "\n";
        boolean known = store.image()
                .find(HistoryEvents.KAFKA_CURSOR)
                .filter(d -> d.text().equals(text))
                .isPresent();
        if (!known) {
            Outcome outcome = store.submit(Change.by(Service.NODE, "system:node")
                    .put(HistoryEvents.KAFKA_CURSOR, text)
                    .build());
            LOG.debug("the place of Kafka in the truth's history: {}", outcome);
        }
    }
}
