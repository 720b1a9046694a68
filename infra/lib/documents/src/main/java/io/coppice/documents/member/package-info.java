/**
 * Which nodes are the cluster: {@code cluster/members/<node>}, one document each.
 *
 * <p>Invariant: a text that is read says where its node answers and by which certificate it is known, or is refused as a
 * whole. Who of them votes is not written here: the group that keeps the store knows.
 */
@NullMarked
package io.coppice.documents.member;

import org.jspecify.annotations.NullMarked;
