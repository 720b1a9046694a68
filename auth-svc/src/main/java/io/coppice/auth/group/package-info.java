/**
 * Groups of users, and roles that somebody made.
 *
 * <p>Invariant: what is removed takes its grants along in the same change, so that the next of its name has none. The
 * roles that are always there cannot be changed.
 */
@NullMarked
package io.coppice.auth.group;

import org.jspecify.annotations.NullMarked;
