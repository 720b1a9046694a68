/**
 * Events on their way out: the log that keeps them on disk, and the outbox by which a service tells what it did.
 *
 * <p>Invariant: a log has one writer; a line that a reader was given stays where it is, under its position, until the log's
 * bounds take it away. Nobody decides by an event: whoever reads one looks at the truth again.
 */
@NullMarked
package io.coppice.servicekit.event;

import org.jspecify.annotations.NullMarked;
