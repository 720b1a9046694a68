/**
 * Events of this node on their way: the truth's history made into events, all logs shipped to Kafka, pages of them for
 * whoever may see them.
 *
 * <p>Invariant: nothing waits for Kafka, and nothing is decided by an event. What cannot be delivered any more is told as
 * missing.
 */
@NullMarked
package io.coppice.node.event;

import org.jspecify.annotations.NullMarked;
