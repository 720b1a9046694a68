/**
 * Log lines that programs read: one line a record, with the request and the task that it belongs to.
 *
 * <p>Invariant: a line is one line, whatever a message or a stack trace holds, and no secret that has a known look is in
 * it. Which request and task a thread works on, and for whom, is bound to the thread, never passed by hand.
 */
@NullMarked
package io.coppice.servicekit.log;

import org.jspecify.annotations.NullMarked;
