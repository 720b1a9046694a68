package io.coppice.metrics.history;

import io.coppice.contract.word.NodeName;
import io.coppice.metrics.figure.Observation;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at what is published every ten seconds or so, and writes each object's minute when it is over. One thread's. */
public final class Recorder {
    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
    /** After so many looks without it an object need not be remembered. */
    private static final int PATIENCE = 360;

    private final Histories histories;
    private final Clock clock;
    private final Map<Subject, Known> known = new HashMap<>();
    private boolean failing;

    /** An object that is written of. */
    private static final class Known {
        private final Minute minute;
        private final Settling settling;
        private final NodeName node;
        private final long since;
        private int unseen;

        Known(Shape shape, Observation first) {
            this.minute = new Minute(shape);
            this.settling = new Settling(shape);
            this.node = first.node();
            this.since = first.since();
        }

        /** Whether it was away and came to be anew meanwhile, rather than moved here. */
        boolean isAnother(Observation now) {
            return unseen > 0 && since != now.since() && node.equals(now.node());
        }
    }

    public Recorder(Histories histories, Clock clock) {
        this.histories = histories;
        this.clock = clock;
    }

    /** One look. What cannot be written now is a gap. */
    public void look(List<Observation> all) {
        int now = Resolution.MINUTE.period(clock.millis() / 1000);
        String lost = "";
        for (Map.Entry<Subject, Known> e : List.copyOf(known.entrySet())) {
            lost = e.getValue().minute.isOver(now) ? write(e.getKey(), e.getValue(), lost) : lost;
        }
        Set<Subject> seen = new HashSet<>();
        for (Observation o : all) {
            Subject subject = Subject.of(o);
            seen.add(subject);
            known(subject, o).minute.add(now, Columns.of(o, subject.shape()), o.asofMillis());
        }
        known.entrySet().removeIf(e -> !seen.contains(e.getKey()) && ++e.getValue().unseen > PATIENCE);
        tell(lost);
    }

    /** One that was away and came to be anew has nothing to do with what had its name before. */
    private Known known(Subject subject, Observation now) {
        Known before = known.get(subject);
        if (before != null && before.isAnother(now)) {
            try {
                histories.remove(subject);
            } catch (IOException e) {
                LOG.warn("the history of {} cannot be removed: {}", subject.name(), e.toString());
            }
            before = null;
        }
        if (before == null) {
            before = new Known(subject.shape(), now);
            known.put(subject, before);
        }
        before.unseen = 0;
        return before;
    }

    private String write(Subject subject, Known of, String lost) {
        int minute = of.minute.number();
        Optional<float[]> row = of.minute.taken();
        try {
            if (row.isPresent()) {
                histories.add(subject, of.settling, minute, row.get());
            }
            return lost;
        } catch (IOException e) {
            return subject.name() + ": " + e;
        }
    }

    /** Once when it begins, and once when it is over. */
    private void tell(String lost) {
        if (!lost.isEmpty() && !failing) {
            LOG.warn("history cannot be written and has gaps until it can: {}", lost);
        } else if (lost.isEmpty() && failing) {
            LOG.info("history is written again");
        }
        failing = !lost.isEmpty();
    }
}
