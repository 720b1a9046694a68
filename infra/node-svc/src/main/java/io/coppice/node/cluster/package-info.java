/**
 * What the cluster consists of: nodes, guests, storages, as the caller may see them.
 *
 * <p>Invariant: what is, comes from the truth; only figures come from live state, and old ones are said to be unknown.
 */
@NullMarked
package io.coppice.node.cluster;

import org.jspecify.annotations.NullMarked;
