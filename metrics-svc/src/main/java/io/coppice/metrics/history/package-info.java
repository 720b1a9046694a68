/**
 * What figures were: a file of a fixed size for each object, in which every row says itself of which time it is.
 *
 * <p>Invariant: what is read back is what was written, or nothing: each row has a checksum, and one that does not hold is a
 * gap. A row is written once, a minute after the one before, and never waited for: what a loss of power takes is minutes.
 *
 * <p>Not here: figures as they are now. Those are live state's.
 */
@NullMarked
package io.coppice.metrics.history;

import org.jspecify.annotations.NullMarked;
