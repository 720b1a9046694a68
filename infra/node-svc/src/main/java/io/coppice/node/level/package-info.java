/**
 * The level of behaviour of the truth: shown, and raised once every member's program knows a newer one.
 *
 * <p>Invariant: the level never goes back, and is never raised beyond what a member knows. What each level means is the
 * store's.
 */
@NullMarked
package io.coppice.node.level;

import org.jspecify.annotations.NullMarked;
