/**
 * Nodes, guests and storages as they are now: what live state tells of them, beside what the truth says that they are.
 *
 * <p>Invariant: only what is fresh is an observation; what nobody tells of is none, rather than zero.
 */
@NullMarked
package io.coppice.metrics.figure;

import org.jspecify.annotations.NullMarked;
