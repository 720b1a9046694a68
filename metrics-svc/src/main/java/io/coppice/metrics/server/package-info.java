/**
 * Metric servers as {@code status.cfg} defines them, and how that is changed. The one writer of {@code status.cfg} and of
 * {@code priv/metricserver/}.
 *
 * <p>Invariant: a token is sealed before it becomes a change, and never answered.
 */
@NullMarked
package io.coppice.metrics.server;

import org.jspecify.annotations.NullMarked;
