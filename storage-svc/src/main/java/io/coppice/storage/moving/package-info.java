/**
 * Volumes on their way to another node: marked here, made there under a mark, copied part by part, each part compared when it
 * is on the other disk.
 *
 * <p>Invariant: nothing is written but to what bears the mark of a move that the truth knows. Which of the two is the guest's
 * is not decided here.
 */
@NullMarked
package io.coppice.storage.moving;

import org.jspecify.annotations.NullMarked;
