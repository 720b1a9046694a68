/**
 * Who somebody is and what they may do: pure functions over documents.
 *
 * <p>Invariant: nothing here reads a clock, a file or a socket by itself; what it decides depends on its arguments alone.
 */
@NullMarked
package io.coppice.access;

import org.jspecify.annotations.NullMarked;
