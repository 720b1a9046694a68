/**
 * Configuration with units, bound to records and checked at start.
 *
 * <p>Invariant: a key that nothing reads, and a value that cannot be read, keep the process from starting, with a text that
 * names the key.
 */
@NullMarked
package io.coppice.servicekit.config;

import org.jspecify.annotations.NullMarked;
