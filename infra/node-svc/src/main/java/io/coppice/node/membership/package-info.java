/**
 * Which nodes belong to the cluster: founding one, joining one, removing a node.
 *
 * <p>Invariant: a node belongs as soon as its document lies below {@code cluster/members/}, and no longer than that. Not
 * here: who votes, which the store decides from these documents.
 */
@NullMarked
package io.coppice.node.membership;

import org.jspecify.annotations.NullMarked;
