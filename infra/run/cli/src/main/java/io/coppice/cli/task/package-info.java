/**
 * Tasks followed on the terminal.
 *
 * <p>Invariant: following changes nothing; who stops following leaves the task as it is.
 */
@NullMarked
package io.coppice.cli.task;

import org.jspecify.annotations.NullMarked;
