/**
 * What a process counts of itself, for Prometheus.
 *
 * <p>Invariant: names and labels come from what the program knows (endpoints, services, failures) or what an
 * administrator defined (metric servers), never from a request: so
 * their number is bounded. Figures of guests, storages and nodes are not here.
 */
@NullMarked
package io.coppice.servicekit.meter;

import org.jspecify.annotations.NullMarked;
