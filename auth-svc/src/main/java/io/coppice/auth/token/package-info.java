/**
 * API tokens: made, changed and removed; their secrets are kept as SHA-256 and shown once.
 *
 * <p>Invariant: a token and its hash come and go in one change.
 */
@NullMarked
package io.coppice.auth.token;

import org.jspecify.annotations.NullMarked;
