/**
 * Passwords and tickets: realms that check a password, and the tickets that follow.
 *
 * <p>Invariant: a password is in no log, no argument vector and no answer; guesses get slower for the user and the address.
 */
@NullMarked
package io.coppice.auth.login;

import org.jspecify.annotations.NullMarked;
