/**
 * How nodes reach each other: one port with mutual TLS, which knows other nodes by their certificates' fingerprints.
 *
 * <p>Invariant: a certificate that the roster does not list gets no answer, whoever signed it, also over a connection that
 * was accepted while it was listed. Not here: who belongs to the cluster, which the truth says.
 */
@NullMarked
package io.coppice.node.link;

import org.jspecify.annotations.NullMarked;
