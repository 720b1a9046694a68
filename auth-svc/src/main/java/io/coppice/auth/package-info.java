/**
 * Who you are and what you may do: the one writer of users, tokens, grants and ticket keys.
 */
@NullMarked
package io.coppice.auth;

import org.jspecify.annotations.NullMarked;
