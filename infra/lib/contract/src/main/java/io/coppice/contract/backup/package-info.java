/**
 * Options of backups as values.
 *
 * <p>Invariant: what can be said once for a node, in a job and in a call is declared once.
 */
@NullMarked
package io.coppice.contract.backup;

import org.jspecify.annotations.NullMarked;
