/**
 * The keys that sign tickets: one that signs, made anew each day, and the one before it while its tickets live.
 *
 * <p>Invariant: the private half is in the truth sealed, and there is one only; what it signs can be checked by every
 * process that sees the public half in the same change.
 */
@NullMarked
package io.coppice.auth.key;

import org.jspecify.annotations.NullMarked;
