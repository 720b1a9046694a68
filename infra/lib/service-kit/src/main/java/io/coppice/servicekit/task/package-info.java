/**
 * Long work as a list of undoable steps that survives crashes; the tasks that clients see are a view of this.
 *
 * <p>Invariant: what a task needs to go on or to be undone is on disk before the next action on the world begins. From
 * any entry of its journal on, going forward or back leads to the goal or to what was before.
 *
 * <p>Not here: what drifts by itself (that is a reconciler's), and who may see or stop a task (the node's service).
 */
@NullMarked
package io.coppice.servicekit.task;

import org.jspecify.annotations.NullMarked;
