/**
 * Guests, from configuration to process: the one writer of their configurations.
 */
@NullMarked
package io.coppice.compute;

import org.jspecify.annotations.NullMarked;
