/**
 * What the tests of all modules need: golden files, waiting for other threads.
 *
 * <p>Invariant: nothing of Coppice is known here, so every module may use it. Not for doubles of a door: those live
 * beside the door.
 */
@NullMarked
package io.coppice.testkit;

import org.jspecify.annotations.NullMarked;
