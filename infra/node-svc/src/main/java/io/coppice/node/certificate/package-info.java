/**
 * The node's certificate and the authority that signed it, made at the first start.
 *
 * <p>Invariant: the authority's key lies in a folder of root's; the gateway can read the node's key and no other.
 */
@NullMarked
package io.coppice.node.certificate;

import org.jspecify.annotations.NullMarked;
