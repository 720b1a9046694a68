/**
 * {@code user.cfg} and what belongs to it in the truth: how it is read and changed.
 *
 * <p>Invariant: every write is one change under what was read, decided anew when it was overtaken. It knows nothing of
 * what the entries mean.
 */
@NullMarked
package io.coppice.auth.truth;

import org.jspecify.annotations.NullMarked;
