/**
 * Endpoints of tasks: what runs and ran on a node, its log, its end.
 *
 * <p>Invariant: one's own tasks need no privilege; a user's own are those of its tokens too.
 */
@NullMarked
package io.coppice.contract.api.task;

import org.jspecify.annotations.NullMarked;
