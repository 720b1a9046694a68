/**
 * The laws that every kind of task keeps, tried by brute force: each action and each undo twice, each step failing, the
 * process crashing after each write of the journal, the store away, the guest lost, the task cancelled.
 *
 * <p>Invariant: after each trial the world equals what it was, or the goal, or (the guest lost) what it was at that moment.
 */
@NullMarked
package io.coppice.tasklaws;

import org.jspecify.annotations.NullMarked;
