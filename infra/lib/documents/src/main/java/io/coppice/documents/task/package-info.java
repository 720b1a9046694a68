/**
 * What a task leaves behind: the last line of its log, and the exit status that it means.
 *
 * <p>Invariant: status texts are those that clients match. Running tasks and writing logs is not here.
 */
@NullMarked
package io.coppice.documents.task;

import org.jspecify.annotations.NullMarked;
