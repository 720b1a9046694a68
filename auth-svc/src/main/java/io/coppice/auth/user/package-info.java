/**
 * Users and their groups, as they stand in user.cfg.
 *
 * <p>Invariant: a change is one change of the truth, with what it was based on as its condition.
 */
@NullMarked
package io.coppice.auth.user;

import org.jspecify.annotations.NullMarked;
