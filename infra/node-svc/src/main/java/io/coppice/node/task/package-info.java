/**
 * The tasks of this node as clients see them.
 *
 * <p>Invariant: everybody sees their own tasks, and others' only with the privilege on the node. Nothing runs here: tasks
 * are read from, and told to stop through, the folder that all services of the node share.
 */
@NullMarked
package io.coppice.node.task;

import org.jspecify.annotations.NullMarked;
