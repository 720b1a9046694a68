/**
 * Figures on their way to metric servers, in the original's measurements, tags and paths.
 *
 * <p>Invariant: what waits for a server is bounded, and a server that is away or slow holds up nobody, neither other servers
 * nor who looks; what is lost is counted, and said once.
 */
@NullMarked
package io.coppice.metrics.send;

import org.jspecify.annotations.NullMarked;
