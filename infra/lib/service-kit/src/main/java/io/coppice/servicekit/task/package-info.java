/** Long work as a list of undoable steps that survives crashes; the tasks that clients see are a view of this. */
@NullMarked
package io.coppice.servicekit.task;

import org.jspecify.annotations.NullMarked;
