package io.coppice.metrics.send;

import io.coppice.metrics.figure.Observation;
import java.util.List;

/** A metric server's language. */
interface Encoding {
    /** Whole lines, each with its end, that may be sent in any company. */
    List<String> lines(Observation o);
}
