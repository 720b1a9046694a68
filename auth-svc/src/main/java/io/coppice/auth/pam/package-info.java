/**
 * The host's own users, through libpam in a small helper process.
 *
 * <p>Invariant: libpam's modules run in the helper alone, so that one that crashes, hangs or keeps secrets cannot harm
 * the node. User and password go over the helper's standard input, never over its arguments.
 */
@NullMarked
package io.coppice.auth.pam;

import org.jspecify.annotations.NullMarked;
