/**
 * What processes left that died: marked volumes of tasks that are over, files that never got a name, empty folders.
 *
 * <p>Invariant: nothing is removed that a task or call which still lives has made, nor what a guest's configuration names,
 * nor what bears another node's mark; but a copy whose move is over goes, whichever node its task was on.
 */
@NullMarked
package io.coppice.storage.sweep;

import org.jspecify.annotations.NullMarked;
