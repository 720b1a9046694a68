/**
 * Backups that are made again and again: the jobs of {@code jobs.cfg}, and who runs them when.
 *
 * <p>Invariant: of a job's times none is run twice by a node, whatever is killed when; one that went by is run only where the
 * job says so.
 */
@NullMarked
package io.coppice.backup.job;

import org.jspecify.annotations.NullMarked;
